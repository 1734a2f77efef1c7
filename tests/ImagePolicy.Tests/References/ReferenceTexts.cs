using System.Buffers;
using System.Text;

namespace Bouncer.ImagePolicy.Tests.References;

/// <summary>
/// Texts near the border between references and other text: real ones, some spliced, with a few characters changed where
/// it matters most, at separators and with look-alike characters. The same seed gives the same texts.
/// </summary>
internal sealed class ReferenceTexts(int seed)
{
    private const string Separators = "./:@_-[]";
    private const string Letters = "abcxyzABCXYZ0129f";
    private static readonly SearchValues<char> s_separators = SearchValues.Create(Separators);
    private static readonly string[] s_odd = ["\0", "\t", "\n", " ", "%", "~", "+", "*", "\\", "\u212A", "\u017F", "\u0660", "\uFF0E", "\u3002", "\u200B", "\u043E", "\uD800"];

    private static readonly string[] s_registries =
    [
        "", "docker.io/", "index.docker.io/", "Docker.io/", "localhost/", "localhost:5000/", "quay.io/", "GCR.io:0443/",
        "a-b.example.com:80/", "127.0.0.1:5000/", "[::1]/", "[2001:DB8:0:0:1:0:0:1]:443/", "[::ffff:0102:0304]:00/",
        "[fe80::0]/", "[1:2:3:4:5:6:7:8]/", "[0:0:0:0:0:0:0:0]:8/", "[1:2:3:4:5:6:7::]/", "xn--n3h.com/", "HOST/", "foo_bar.example/", "https://",
    ];

    private static readonly string[] s_repositories =
    [
        "busybox", "library/busybox", "team/app", "a/b/c/d", "a__b--c.d_e", "docker.io/library/busybox", "0", "sha256",
        new string('a', 247), new string('b', 255), new string('c', 127) + "/" + new string('d', 127), Hex.Of64,
    ];

    private static readonly string[] s_tags = ["", "", ":latest", ":1.36", ":_", ":A.b-c__", ":5000", ":" + new string('t', 128)];

    private static readonly string[] s_digests =
        ["", "", "", "@sha256:" + Hex.Of64, "@sha384:" + Hex.Of96, "@sha512:" + Hex.Of128, "@sha256:" + Hex.Of32, "@md5:" + Hex.Of32];

    private readonly Random _random = new(seed);

    public string Next()
    {
        var text = new StringBuilder(Reference());
        for (var changes = _random.Next(4); changes > 0; changes--)
        {
            Change(text);
        }

        return text.ToString();
    }

    private string Reference() => Any(s_registries) + Any(s_repositories) + Any(s_tags) + Any(s_digests);

    private void Change(StringBuilder text)
    {
        var at = Place(text);
        var length = Math.Min(_random.Next(1, 4), text.Length - at);
        switch (_random.Next(6))
        {
            case 0:
                text.Remove(at, length);
                break;
            case 1:
                text.Insert(at, Piece());
                break;
            case 2:
                text.Remove(at, Math.Min(1, length)).Insert(at, Piece());
                break;
            case 3:
                text.Insert(at, text.ToString(at, length));
                break;
            case 4 when length > 0:
                text[at] = char.IsAsciiLetterUpper(text[at]) ? char.ToLowerInvariant(text[at]) : char.ToUpperInvariant(text[at]);
                break;
            default:
                var other = Reference();
                text.Length = at;
                text.Append(other.AsSpan(_random.Next(other.Length)));
                break;
        }
    }

    /// <summary>Anywhere, more often beside a separator, where the grammar decides something.</summary>
    private int Place(StringBuilder text)
    {
        var at = _random.Next(text.Length + 1);
        var separator = text.ToString().AsSpan(at).IndexOfAny(s_separators);
        return _random.Next(3) == 0 || separator < 0 ? at : at + separator + _random.Next(2);
    }

    private string Piece() => _random.Next(8) switch
    {
        0 => Any(s_odd),
        < 5 => Separators[_random.Next(Separators.Length)].ToString(),
        _ => Letters[_random.Next(Letters.Length)].ToString(),
    };

    private string Any(string[] texts) => texts[_random.Next(texts.Length)];
}
