using Bouncer.ImagePolicy.Patterns;
using Bouncer.ImagePolicy.References;

namespace Bouncer.ImagePolicy.Linting;

/// <summary>
/// A pattern of any kind as a set of images, so that patterns can be compared: a registry is all of its repositories, a
/// repository all of its versions, a tag that tag everywhere.
/// </summary>
internal sealed class PatternShape
{
    private static readonly string[] s_anything = ["**"];
    private readonly bool _anyPort;
    private readonly string _port;
    private readonly string? _tag;
    private readonly string? _digest;

    private PatternShape(string text, string registry, string[] path, string? tag = null, string? digest = null)
    {
        var hostEnd = RegistryNormalForm.HostLength(registry);
        Text = text;
        Host = registry[..hostEnd].Split('.');
        Path = path;
        _port = hostEnd == registry.Length || registry.AsSpan(hostEnd) is ":443" ? "" : registry[(hostEnd + 1)..];
        HasPort = hostEnd < registry.Length;
        _anyPort = _port == "*" || (Host is ["**"] && !HasPort);
        _tag = tag;
        _digest = digest;
    }

    /// <summary>Every image.</summary>
    public static PatternShape Everything { get; } = new("**", "**", s_anything);

    /// <summary>The pattern as written.</summary>
    public string Text { get; }

    /// <summary>The labels of the host.</summary>
    public string[] Host { get; }

    /// <summary>The segments of the path.</summary>
    public string[] Path { get; }

    /// <summary>The host as text, without port.</summary>
    public string HostText => string.Join('.', Host);

    /// <summary>Whether a port is written.</summary>
    public bool HasPort { get; }

    /// <summary>Whether only images without digest match.</summary>
    public bool IsByTag => _tag is not null && _digest is null;

    /// <summary>Whether a tag or a digest is a part of the pattern.</summary>
    public bool HasVersion => _tag is not null || _digest is not null;

    public static PatternShape Of(RegistryPattern pattern) => new(pattern.Text, pattern.Text, s_anything);

    public static PatternShape Of(RepositoryPattern pattern) => new(pattern.Text, RegistryOf(pattern), pattern.Path.Split('/'));

    public static PatternShape Of(ImagePattern pattern)
    {
        var version = pattern.Text[pattern.Repository.Text.Length..];
        var at = version.IndexOf('@');
        var tag = at < 0 ? version : version[..at];
        return new(
            pattern.Text,
            RegistryOf(pattern.Repository),
            pattern.Repository.Path.Split('/'),
            tag.Length == 0 ? null : tag[1..],
            at < 0 ? null : version[(at + 1)..]);
    }

    public static PatternShape OfTag(Glob tag) => new(":" + tag, "**", s_anything, tag.Text);

    /// <summary>Whether every image that matches the other pattern matches this one. True only where that is certain.</summary>
    public bool Covers(PatternShape other)
        => Covers(Host, other.Host)
            && (_anyPort || (!other._anyPort && _port == other._port))
            && Covers(Path, other.Path)
            && CoversVersion(other);

    /// <summary>Whether a pattern in segments matches all that another matches. The walk of <see cref="SegmentGlob"/>, over
    /// a pattern in place of a text: only <c>**</c> takes <c>**</c>, and only a star within a segment takes one there.</summary>
    public static bool Covers(ReadOnlySpan<string> pattern, ReadOnlySpan<string> other)
    {
        int p = 0, o = 0, star = -1, resume = 0;
        while (o < other.Length)
        {
            if (p < pattern.Length && pattern[p] == "**")
            {
                star = p++;
                resume = o;
            }
            else if (p < pattern.Length && other[o] != "**" && Glob.Matches(pattern[p], other[o]))
            {
                p++;
                o++;
            }
            else if (star >= 0)
            {
                p = star + 1;
                o = ++resume;
            }
            else
            {
                return false;
            }
        }

        return !pattern[p..].ContainsAnyExcept("**");
    }

    private static string RegistryOf(RepositoryPattern pattern) => pattern.Text[..pattern.Text.IndexOf('/')];

    private bool CoversVersion(PatternShape other)
    {
        if (!HasVersion)
        {
            return true;
        }

        var tagCovers = _tag is null || (other._tag is not null && Glob.Matches(_tag, other._tag));
        return _digest == other._digest && other.HasVersion && tagCovers;
    }
}
