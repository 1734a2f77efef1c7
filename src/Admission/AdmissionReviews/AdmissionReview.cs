using System.Text.Json.Serialization;

namespace Bouncer.Admission.AdmissionReviews;

/// <summary>What an API server asks a validating webhook (<c>admission.k8s.io/v1</c> and <c>v1beta1</c>, which have the
/// same shape). Fields that nobody here needs are left out and skipped.</summary>
/// <typeparam name="TObject">What a service reads of the objects. Its converter reads <c>null</c> as null.</typeparam>
public sealed record AdmissionReview<TObject>
    where TObject : class
{
    /// <summary><c>admission.k8s.io/v1</c> or <c>admission.k8s.io/v1beta1</c>.</summary>
    [JsonPropertyName("apiVersion")]
    public string? ApiVersion { get; init; }

    /// <summary><c>AdmissionReview</c>.</summary>
    [JsonPropertyName("kind")]
    public string? Kind { get; init; }

    /// <summary>What is asked.</summary>
    [JsonPropertyName("request")]
    public AdmissionRequest<TObject>? Request { get; init; }
}

/// <summary>The question of an <see cref="AdmissionReview{TObject}"/>.</summary>
/// <typeparam name="TObject">What a service reads of the objects.</typeparam>
public sealed record AdmissionRequest<TObject>
    where TObject : class
{
    /// <summary>Identifies the call; the answer carries it back.</summary>
    [JsonPropertyName("uid")]
    public string? Uid { get; init; }

    /// <summary>The kind of the object.</summary>
    [JsonPropertyName("kind")]
    public GroupVersionKind? Kind { get; init; }

    /// <summary>The subresource, such as <c>ephemeralcontainers</c>; none if the object itself is changed.</summary>
    [JsonPropertyName("subResource")]
    public string? SubResource { get; init; }

    /// <summary>The object's name; none if it is yet to be generated.</summary>
    [JsonPropertyName("name")]
    public string? Name { get; init; }

    /// <summary>The object's namespace; none for cluster-scoped objects.</summary>
    [JsonPropertyName("namespace")]
    public string? Namespace { get; init; }

    /// <summary><c>CREATE</c>, <c>UPDATE</c>, <c>DELETE</c> or <c>CONNECT</c>.</summary>
    [JsonPropertyName("operation")]
    public string? Operation { get; init; }

    /// <summary>Who asks.</summary>
    [JsonPropertyName("userInfo")]
    public UserInfo? UserInfo { get; init; }

    /// <summary>Whether nothing will be stored.</summary>
    [JsonPropertyName("dryRun")]
    public bool? DryRun { get; init; }

    /// <summary>The object as it would be stored; none on DELETE.</summary>
    [JsonPropertyName("object")]
    public TObject? Object { get; init; }

    /// <summary>The object as it is stored; none on CREATE.</summary>
    [JsonPropertyName("oldObject")]
    public TObject? OldObject { get; init; }
}

/// <summary>A kind of the Kubernetes API.</summary>
/// <param name="Group">The API group; empty or absent for the core group.</param>
/// <param name="Version">The version within the group.</param>
/// <param name="Kind">The kind.</param>
public sealed record GroupVersionKind(
    [property: JsonPropertyName("group")] string? Group,
    [property: JsonPropertyName("version")] string? Version,
    [property: JsonPropertyName("kind")] string? Kind);

/// <summary>Who asks for a change.</summary>
/// <param name="Username">The name, such as <c>system:serviceaccount:kube-system:replicaset-controller</c>.</param>
public sealed record UserInfo([property: JsonPropertyName("username")] string? Username);

/// <summary>The names of the AdmissionReview API.</summary>
public static class AdmissionApi
{
    /// <summary>The version that API servers prefer.</summary>
    public const string V1 = "admission.k8s.io/v1";

    /// <summary>The version of API servers before 1.16, served until 1.22.</summary>
    public const string V1Beta1 = "admission.k8s.io/v1beta1";

    /// <summary>The kind of requests and answers.</summary>
    public const string KindName = "AdmissionReview";
}
