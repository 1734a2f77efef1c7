using System.Text;
using Bouncer.Dashboard.Otlp;

namespace Bouncer.Dashboard.Store;

/// <summary>
/// Texts that come again and again (namespaces, rules, reasons), each in memory once. Whoever is first to bring a text pays for
/// it; see <see cref="Reserve"/> for what that leaves out. Safe to use from several threads: at worst a text is there twice.
/// </summary>
/// <remarks>A table without chains: a text takes the place of another with the same hash. Nothing has to be removed, and texts
/// that never come again pass through without leaving more behind than the table holds.</remarks>
internal sealed class StringPool
{
    /// <summary>The longest text that is shared.</summary>
    public const int MaxLength = 96;

    private const int Slots = 8192;
    private const int MaxStringBytes = 22 + (2 * MaxLength) + 8;

    /// <summary>
    /// The most bytes of shared texts that nobody who is still there has paid for. A text is shared by being found in the
    /// table. So what the oldest batch held did not pay for itself was in the table when it came, and what nobody holds any
    /// more is in the table now: twice the table, then.
    /// </summary>
    public const long Reserve = 2L * Slots * (MaxStringBytes + sizeof(long));

    private readonly string?[] _slots = new string?[Slots];

    /// <summary>A text from its bytes.</summary>
    /// <param name="utf8">The bytes.</param>
    /// <param name="cost">Grows by what the text costs, if it is a new one.</param>
    public string Get(ReadOnlySpan<byte> utf8, ref int cost)
    {
        if (utf8.IsEmpty)
        {
            return "";
        }

        if (utf8.Length > MaxLength)
        {
            return New(utf8, ref cost);
        }

        ref var slot = ref _slots[Hash(utf8) & (Slots - 1)];
        var known = Volatile.Read(ref slot);
        if (known is not null && known.Length == utf8.Length && Ascii.Equals(utf8, known))
        {
            return known;
        }

        var text = New(utf8, ref cost);
        Volatile.Write(ref slot, text);
        return text;
    }

    /// <summary>A text that is not shared, because it will hardly come again.</summary>
    public static string New(ReadOnlySpan<byte> utf8, ref int cost)
    {
        var text = ValueReader.Text(utf8);
        cost += Size(text);
        return text;
    }

    /// <summary>The bytes of a string on the heap: header, length, characters, terminator, padded.</summary>
    public static int Size(string text) => (22 + (2 * text.Length) + 7) & ~7;

    private static int Hash(ReadOnlySpan<byte> utf8)
    {
        var hash = new HashCode();
        hash.AddBytes(utf8);
        return hash.ToHashCode();
    }
}
