using Bouncer.Rego.Values;

namespace Bouncer.KubernetesApi;

/// <summary>A kind that the API server knows.</summary>
/// <param name="Resource">What paths call it.</param>
/// <param name="Kind">What objects call it.</param>
/// <param name="Namespaced">Whether its objects are in namespaces.</param>
/// <param name="Verbs">What can be done with it (<c>list</c>, <c>watch</c>).</param>
public sealed record DiscoveredKind(ApiResource Resource, string Kind, bool Namespaced, IReadOnlyList<string> Verbs);

/// <summary>Asks the API server what it knows.</summary>
public static class ApiDiscovery
{
    /// <summary>The kind of a group and version; null if the API server does not know it.</summary>
    public static async Task<DiscoveredKind?> FindKindAsync(
        this ApiClient client, string group, string version, string kind, CancellationToken cancellationToken)
        => (await client.KindsAsync(group, version, cancellationToken)).FirstOrDefault(k => k.Kind == kind);

    /// <summary>The kinds of a group and version, without subresources; none if the API server does not know it.</summary>
    public static async Task<IReadOnlyList<DiscoveredKind>> KindsAsync(
        this ApiClient client, string group, string version, CancellationToken cancellationToken)
    {
        try
        {
            var path = group.Length == 0 ? $"api/{Uri.EscapeDataString(version)}" : $"apis/{Uri.EscapeDataString(group)}/{Uri.EscapeDataString(version)}";
            var list = await client.GetAsync(path, cancellationToken);
            return [.. list.ListAt("resources").OfType<RegoObject>()
                .Where(r => !r.TextAt("name").Contains('/', StringComparison.Ordinal))
                .Select(r => new DiscoveredKind(
                    new(group, version, r.TextAt("name")),
                    r.TextAt("kind"),
                    r.At("namespaced") is RegoBoolean { Value: true },
                    Texts(r.ListAt("verbs"))))];
        }
        catch (ApiException e) when (e.IsNotFound)
        {
            return [];
        }
    }

    /// <summary>Every group and version, of each group the preferred version first.</summary>
    public static async Task<IReadOnlyList<(string Group, string Version)>> GroupVersionsAsync(this ApiClient client, CancellationToken cancellationToken)
    {
        var core = await client.GetAsync("api", cancellationToken);
        var groups = await client.GetAsync("apis", cancellationToken);
        List<(string, string)> found = [.. Texts(core.ListAt("versions")).Select(v => ("", v))];
        foreach (var group in groups.ListAt("groups").OfType<RegoObject>())
        {
            var preferred = group.TextAt("preferredVersion", "version");
            found.AddRange(group.ListAt("versions").OfType<RegoObject>()
                .Select(v => v.TextAt("version"))
                .OrderBy(v => v != preferred)
                .Select(v => (group.TextAt("name"), v)));
        }

        return found;
    }

    private static string[] Texts(RegoArray list) => [.. list.OfType<RegoString>().Select(s => s.Value)];
}
