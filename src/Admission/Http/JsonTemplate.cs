using System.Buffers;
using System.Text;

namespace Bouncer.Admission.Http;

/// <summary>A JSON text that was serialized before, with places where strings go that differ each time.</summary>
internal sealed class JsonTemplate
{
    /// <summary>A text that is longer is not worth it.</summary>
    private const int MaxString = 256;

    /// <summary>What stands in JSON as it is.</summary>
    private static readonly SearchValues<char> s_plain =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.:/ ");

    private readonly byte[][] _pieces;
    private readonly int _length;

    /// <summary>Makes a template of a text.</summary>
    /// <param name="json">The text, in UTF-8.</param>
    /// <param name="places">What stands in the places where strings go, in their order.</param>
    public JsonTemplate(ReadOnlySpan<byte> json, params ReadOnlySpan<string> places)
    {
        _pieces = new byte[places.Length + 1][];
        for (var i = 0; i < places.Length; i++)
        {
            var place = Encoding.UTF8.GetBytes(places[i]);
            var at = json.IndexOf(place);
            ArgumentOutOfRangeException.ThrowIfNegative(at, places[i]);
            _pieces[i] = json[..at].ToArray();
            json = json[(at + place.Length)..];
        }

        _pieces[^1] = json.ToArray();
        _length = _pieces.Sum(piece => piece.Length);
    }

    /// <summary>How many bytes the text has with these strings; null if one of them does not stand in JSON as it is.</summary>
    public int? LengthWith(ReadOnlySpan<string> strings)
    {
        var length = _length;
        foreach (var text in strings)
        {
            if (text.Length > MaxString || text.AsSpan().ContainsAnyExcept(s_plain))
            {
                return null;
            }

            length += text.Length;
        }

        return length;
    }

    /// <summary>Writes the text with strings of which <see cref="LengthWith"/> knows the length.</summary>
    public void Write(Span<byte> to, ReadOnlySpan<string> strings)
    {
        for (var i = 0; i < strings.Length; i++)
        {
            _pieces[i].CopyTo(to);
            to = to[_pieces[i].Length..];
            Encoding.UTF8.GetBytes(strings[i], to);
            to = to[strings[i].Length..];
        }

        _pieces[^1].CopyTo(to);
    }
}
