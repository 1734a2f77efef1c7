using Bouncer.Rego.Values;

namespace Bouncer.Rego.Builtins.Crypto;

/// <summary>A URL as the JSON of Go's url.URL.</summary>
internal static class GoUrlJson
{
    public static RegoObject Of(string url)
    {
        var parts = Uri.TryCreate(url, UriKind.Absolute, out var uri) ? uri : null;
        var json = new RegoObject.Builder();
        json.Set("Scheme", Text(parts?.Scheme));
        json.Set("Opaque", Text(null));
        json.Set("User", RegoNull.Instance);
        json.Set("Host", Text(parts?.Authority));
        json.Set("Path", Text(parts is null ? url : Uri.UnescapeDataString(parts.AbsolutePath)));
        json.Set("RawPath", Text(null));
        json.Set("OmitHost", RegoBoolean.False);
        json.Set("ForceQuery", RegoBoolean.False);
        json.Set("RawQuery", Text(parts?.Query.TrimStart('?')));
        json.Set("Fragment", Text(parts?.Fragment.TrimStart('#')));
        json.Set("RawFragment", Text(null));
        return json.Build();
    }

    private static RegoString Text(string? text) => RegoString.Of(text ?? "");
}
