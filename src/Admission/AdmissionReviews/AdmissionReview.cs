namespace Bouncer.Admission.AdmissionReviews;

/// <summary>What an API server asks a validating webhook (<c>admission.k8s.io/v1</c> and <c>v1beta1</c>, which have the
/// same shape), as far as anybody here needs it.</summary>
/// <typeparam name="TObject">What a service reads of the objects.</typeparam>
public sealed record AdmissionReview<TObject>
    where TObject : class
{
    /// <summary><see cref="AdmissionApi.V1"/> or <see cref="AdmissionApi.V1Beta1"/>.</summary>
    public required string ApiVersion { get; init; }

    /// <summary>Identifies the call; the answer carries it back. Never empty.</summary>
    public required string Uid { get; init; }

    /// <summary>The kind of the object.</summary>
    public required GroupVersionKind Kind { get; init; }

    /// <summary>The subresource, such as <c>ephemeralcontainers</c>; empty if the object itself is changed.</summary>
    public string SubResource { get; init; } = "";

    /// <summary>The object's name; empty if it is yet to be generated.</summary>
    public string Name { get; init; } = "";

    /// <summary>The object's namespace; empty for cluster-scoped objects.</summary>
    public string Namespace { get; init; } = "";

    /// <summary><c>CREATE</c>, <c>UPDATE</c>, <c>DELETE</c> or <c>CONNECT</c>; empty if there is none.</summary>
    public string Operation { get; init; } = "";

    /// <summary>Whether nothing will be stored.</summary>
    public bool DryRun { get; init; }

    /// <summary>The object as it would be stored; null on DELETE.</summary>
    public TObject? Object { get; init; }

    /// <summary>The object as it is stored; null on CREATE.</summary>
    public TObject? OldObject { get; init; }
}

/// <summary>A kind of the Kubernetes API.</summary>
/// <param name="Group">The API group; empty for the core group.</param>
/// <param name="Version">The version within the group.</param>
/// <param name="Kind">The kind. Never empty.</param>
public sealed record GroupVersionKind(string Group, string Version, string Kind);

/// <summary>The names of the AdmissionReview API.</summary>
public static class AdmissionApi
{
    /// <summary>The version that API servers prefer.</summary>
    public const string V1 = "admission.k8s.io/v1";

    /// <summary>The version of API servers before 1.16, served until 1.22.</summary>
    public const string V1Beta1 = "admission.k8s.io/v1beta1";

    /// <summary>The kind of requests and answers.</summary>
    public const string Kind = "AdmissionReview";
}
