using System.Diagnostics.CodeAnalysis;
using Bouncer.ImagePolicy.References;

namespace Bouncer.ImagePolicy.Patterns;

/// <summary>
/// Which registries: <c>docker.io</c>, <c>registry.example.com:5000</c>, <c>*.example.com</c> (one host label, so not
/// <c>example.com</c> itself), <c>**.example.com</c> (any number of labels), <c>localhost:*</c> (any port), <c>**</c>
/// (every registry). Without a port the default port is meant, written (<c>:443</c>) or not.
/// </summary>
public sealed class RegistryPattern
{
    private const string AnyPort = "*";
    private readonly SegmentGlob _host;
    private readonly string? _port;

    private RegistryPattern(string text, string host, string? port)
    {
        Text = text;
        _host = new SegmentGlob(host, '.');
        _port = _host.MatchesEverything && port is null ? AnyPort : port;
    }

    /// <summary>The pattern in normal form.</summary>
    public string Text { get; }

    /// <summary>Whether the pattern names one registry and so can be looked up.</summary>
    internal bool IsLiteral => _host.IsLiteral && _port != AnyPort;

    /// <summary>Whether every registry matches.</summary>
    public bool MatchesEverything => _host.MatchesEverything && _port == AnyPort;

    /// <summary>Whether the pattern matches a registry in normal form (<see cref="ImageReference.Registry"/>).</summary>
    public bool Matches(ReadOnlySpan<char> registry)
    {
        var hostEnd = RegistryNormalForm.HostLength(registry);
        var port = hostEnd == registry.Length ? default : registry[(hostEnd + 1)..];
        var portMatches = _port switch
        {
            AnyPort => true,
            null or RegistryNormalForm.DefaultPort => port.IsEmpty || port is RegistryNormalForm.DefaultPort,
            _ => port.SequenceEqual(_port),
        };
        return portMatches && _host.Matches(registry[..hostEnd]);
    }

    /// <summary>Parses a pattern, or says what is wrong with it and what to write.</summary>
    public static bool TryParse(
        string text,
        [NotNullWhen(true)] out RegistryPattern? pattern,
        [NotNullWhen(false)] out string? error)
    {
        pattern = null;
        error = Problem(text);
        if (error is not null)
        {
            return false;
        }

        var hostEnd = RegistryNormalForm.HostLength(text);
        var port = hostEnd == text.Length ? null : text[(hostEnd + 1)..];
        var literal = port == AnyPort ? text[..hostEnd] : text;
        var normal = RegistryNormalForm.Of(literal) ?? literal;
        pattern = new RegistryPattern(
            port == AnyPort ? normal + ":*" : normal,
            normal[..RegistryNormalForm.HostLength(normal)],
            port == AnyPort || port is null ? port : normal[(RegistryNormalForm.HostLength(normal) + 1)..]);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => Text;

    private static string? Problem(string text)
    {
        if (text.Length == 0)
        {
            return "the registry is empty";
        }

        if (text.IndexOf("://", StringComparison.Ordinal) is >= 0 and var scheme)
        {
            return $"a registry has no scheme; write {Printable.Text(text[(scheme + 3)..].TrimEnd('/'))}";
        }

        if (text.Contains('/'))
        {
            return $"a registry has no path; write {Printable.Text(text[..text.IndexOf('/')])}, or list the repository under 'repositories'";
        }

        var host = text[..RegistryNormalForm.HostLength(text)];
        if (SegmentGlob.TryFindMisplacedWildcard(host, '.', out var label))
        {
            return $"'**' stands for whole host labels, so \"{Printable.Text(label)}\" cannot hold it; write '*'";
        }

        // What is left for the grammar has no wildcards: they may stand in host names and for one whole port.
        var port = text.AsSpan(host.Length);
        var isAnyPort = port is ":*" && RegistryNormalForm.HostLength(host) == host.Length;
        var checkable = host.StartsWith('[') ? host : host.Replace('*', 'x');
        return RegistryGrammar.Check(string.Concat(checkable, isAnyPort ? "" : port))?.Message;
    }
}
