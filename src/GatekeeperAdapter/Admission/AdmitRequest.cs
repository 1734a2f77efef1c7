using Bouncer.Constraints.Objects;
using Bouncer.KubernetesApi;
using Bouncer.Rego.Values;

namespace Bouncer.GatekeeperAdapter.Admission;

/// <summary>What an API server asks. Everything here and everything that is reviewed comes from the same tree, so that nobody can
/// be told one thing and judged by another. What was not looked at before this is disposed cannot be looked at any more.</summary>
internal sealed class AdmitRequest(IDisposable source) : IDisposable
{
    private static readonly RegoString s_userInfo = new("userInfo");
    private static readonly RegoString s_username = new("username");

    /// <summary>The version to answer in.</summary>
    public required string ApiVersion { get; init; }

    /// <summary>Identifies the call. Never empty.</summary>
    public required string Uid { get; init; }

    /// <summary>The kind of the object.</summary>
    public required ObjectKind Kind { get; init; }

    /// <summary><c>CREATE</c>, <c>UPDATE</c>, <c>DELETE</c> or <c>CONNECT</c>.</summary>
    public required string Operation { get; init; }

    /// <summary>The object's name; empty if it is yet to be generated.</summary>
    public required string Name { get; init; }

    /// <summary>The object's namespace; empty for cluster-scoped objects.</summary>
    public required string Namespace { get; init; }

    /// <summary>Whether nothing will be stored.</summary>
    public required bool IsDryRun { get; init; }

    /// <summary>The object; null if there is none, as on DELETE.</summary>
    public required RegoObject? Object { get; init; }

    /// <summary>The object as it is stored; null if there is none, as on CREATE.</summary>
    public required RegoObject? OldObject { get; init; }

    /// <summary>The whole <c>request</c>.</summary>
    public required RegoObject Document { get; init; }

    /// <summary>Who asks.</summary>
    public string Username => (Document.Lookup(s_userInfo) as RegoObject)?.Lookup(s_username) is RegoString name ? name.Value : "";

    /// <summary>Whether this is about a Namespace.</summary>
    public bool IsNamespace => Kind is { Group: "", Kind: "Namespace" };

    public bool IsDelete => Operation == "DELETE";

    /// <summary>The object's name, also where the request leaves it to the object.</summary>
    public string ObjectName => Name.Length > 0 ? Name : (Object ?? OldObject ?? RegoObject.Empty).Name();

    public void Dispose() => source.Dispose();
}
