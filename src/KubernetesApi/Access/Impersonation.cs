using Bouncer.Rego.Values;

namespace Bouncer.KubernetesApi.Access;

/// <summary>As whom else requests are to be judged (<c>as</c> and what belongs to it). To leave it out would be to act with rights
/// that the kubeconfig does not mean.</summary>
/// <remarks>https://kubernetes.io/docs/reference/access-authn-authz/authentication/#user-impersonation</remarks>
internal static class Impersonation
{
    /// <summary>The headers for a user of a kubeconfig.</summary>
    /// <exception cref="ApiException">What it says cannot be sent.</exception>
    public static IEnumerable<KeyValuePair<string, string>> HeadersOf(KubeconfigEntry user)
    {
        if (user.Text("as") is { } name)
        {
            yield return new("Impersonate-User", Checked(user, "as", name));
        }

        if (user.Text("as-uid") is { } uid)
        {
            yield return new("Impersonate-Uid", Checked(user, "as-uid", uid));
        }

        if (One(user, "as-groups") is { } group)
        {
            yield return new("Impersonate-Group", group);
        }

        if (user.Child("as-user-extra") is not { } extra)
        {
            yield break;
        }

        foreach (var key in extra.Value.Select(member => ((RegoString)member.Key).Value))
        {
            if (One(extra, key) is { } value)
            {
                yield return new($"Impersonate-Extra-{Uri.EscapeDataString(key)}", value);
            }
        }
    }

    /// <summary>.NET joins headers of one name with commas, which the API server takes for one value.</summary>
    private static string? One(KubeconfigEntry entry, string name) => entry.Texts(name) switch
    {
        [] => null,
        [var value] => Checked(entry, name, value),
        _ => throw entry.WrongAt(name, "has several entries, and one at most can be sent"),
    };

    private static string Checked(KubeconfigEntry entry, string name, string value)
        => value.All(c => c is >= ' ' and <= '~') ? value : throw entry.WrongAt(name, "has characters that no header can carry");
}
