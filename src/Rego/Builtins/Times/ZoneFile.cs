using System.Buffers.Binary;

namespace Bouncer.Rego.Builtins.Times;

/// <summary>
/// A file of the time zone database (RFC 8536) of the system: from when on a zone had which offset and abbreviation. Only the block
/// with 64-bit times is read.
/// </summary>
internal sealed class ZoneFile
{
    private static readonly BoundedCache<string, ZoneFile> Known = new(128);

    private readonly long[] moments;
    private readonly Kind[] kinds;
    private readonly Kind? first;

    private ZoneFile(long[] moments, Kind[] kinds, Kind? first)
    {
        this.moments = moments;
        this.kinds = kinds;
        this.first = first;
    }

    /// <summary>The file of a zone; one that knows nothing if there is none to read.</summary>
    public static ZoneFile Of(string zone) => Known.GetOrAdd(zone, () => Read(zone));

    /// <summary>What holds at a moment; null beyond the last change the file names, where rules apply.</summary>
    public Kind? At(long seconds)
    {
        var index = Array.BinarySearch(moments, seconds);
        index = index < 0 ? ~index - 1 : index;
        return index < 0 ? first : index < moments.Length - 1 ? kinds[index] : null;
    }

    /// <summary>What the zone last called an offset.</summary>
    public string? LastNameOf(int offset) => Array.FindLast(kinds, kind => kind.Offset == offset)?.Name ?? (first?.Offset == offset ? first.Name : null);

    private static ZoneFile Read(string zone)
    {
        var path = Path.Combine(Environment.GetEnvironmentVariable("TZDIR") ?? "/usr/share/zoneinfo", zone);
        try
        {
            return File.Exists(path) ? Parse(File.ReadAllBytes(path)) : Nothing;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException)
        {
            return Nothing;
        }
    }

    private static ZoneFile Nothing { get; } = new([], [], null);

    private static ZoneFile Parse(ReadOnlySpan<byte> file)
    {
        if (file.Length < 44 || !file.StartsWith("TZif"u8) || file[4] < (byte)'2')
        {
            return Nothing;
        }

        // The first block has 32-bit times and is skipped.
        var counts = Counts(file);
        file = file[(44 + (counts.Times * 5) + (counts.Types * 6) + counts.Characters + (counts.Leaps * 8) + counts.Standards + counts.Locals)..];
        counts = Counts(file);
        var times = file[44..];
        var types = times[(counts.Times * 8)..];
        var records = types[counts.Times..];
        var names = records.Slice(counts.Types * 6, counts.Characters);
        var moments = new long[counts.Times];
        var kinds = new Kind[counts.Times];
        for (var i = 0; i < moments.Length; i++)
        {
            moments[i] = BinaryPrimitives.ReadInt64BigEndian(times[(i * 8)..]);
            kinds[i] = KindOf(records[(types[i] * 6)..], names);
        }

        return new(moments, kinds, counts.Types == 0 ? null : KindOf(records, names));
    }

    private static Kind KindOf(ReadOnlySpan<byte> record, ReadOnlySpan<byte> names)
    {
        var rest = names[record[5]..];
        return new(BinaryPrimitives.ReadInt32BigEndian(record), System.Text.Encoding.ASCII.GetString(rest[..Math.Max(0, rest.IndexOf((byte)0))]));
    }

    private static (int Locals, int Standards, int Leaps, int Times, int Types, int Characters) Counts(ReadOnlySpan<byte> block) => (
        BinaryPrimitives.ReadInt32BigEndian(block[20..]),
        BinaryPrimitives.ReadInt32BigEndian(block[24..]),
        BinaryPrimitives.ReadInt32BigEndian(block[28..]),
        BinaryPrimitives.ReadInt32BigEndian(block[32..]),
        BinaryPrimitives.ReadInt32BigEndian(block[36..]),
        BinaryPrimitives.ReadInt32BigEndian(block[40..]));

    /// <summary>Seconds from UTC, and what people call them.</summary>
    internal sealed record Kind(int Offset, string Name);
}
