using Bouncer.Rego.Values;

namespace Bouncer.Rego.Builtins.Tokens;

/// <summary>The fields of a token's header that checking it needs.</summary>
internal sealed class TokenHeader
{
    private readonly bool hasUnknownCritical;

    public TokenHeader(RegoObject header)
    {
        var unknown = new List<string>();
        var critical = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (key, value) in header)
        {
            var name = ((RegoString)key).Value;
            switch (name)
            {
                case "alg":
                    Algorithm = Text(name, value);
                    break;
                case "kid":
                    KeyId = Text(name, value);
                    break;
                case "typ":
                    Text(name, value);
                    break;
                case "cty":
                    ContentType = Text(name, value);
                    break;
                case "crit":
                    critical.UnionWith((value as RegoArray ?? throw new BuiltinException("crit: must be a list")).OfType<RegoString>().Select(text => text.Value));
                    if (critical.Count == 0)
                    {
                        throw new BuiltinException("crit: must be a nonempty list");
                    }

                    break;
                default:
                    unknown.Add(name);
                    break;
            }
        }

        hasUnknownCritical = unknown.Exists(critical.Contains);
    }

    public string Algorithm { get; } = "";

    public string KeyId { get; } = "";

    public string ContentType { get; } = "";

    /// <summary>RFC 7515: there is an algorithm, and nothing critical that we do not know.</summary>
    public bool IsValid => Algorithm.Length > 0 && !hasUnknownCritical;

    private static string Text(string name, RegoValue value) => (value as RegoString)?.Value ?? throw new BuiltinException($"{name}: must be a string");
}
