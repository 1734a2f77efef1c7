using System.Buffers.Binary;

namespace Bouncer.Rego.Builtins.Times;

/// <summary>
/// The abbreviations of time zones (PST, CEST), which .NET does not keep: read from the system's own files of the time zone
/// database (RFC 8536), of which only the version 2 block is used.
/// </summary>
internal static class ZoneAbbreviations
{
    private static readonly BoundedCache<string, Table> Known = new(128);

    /// <summary>The abbreviation at a moment; null if it is not known.</summary>
    public static string? Find(string zone, DateTimeOffset moment) => Known.GetOrAdd(zone, () => Read(zone)).At(moment.ToUnixTimeSeconds());

    private static Table Read(string zone)
    {
        var path = Path.Combine(Environment.GetEnvironmentVariable("TZDIR") ?? "/usr/share/zoneinfo", zone);
        try
        {
            return File.Exists(path) ? Parse(File.ReadAllBytes(path)) : Table.Empty;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException)
        {
            return Table.Empty;
        }
    }

    private static Table Parse(ReadOnlySpan<byte> file)
    {
        if (file.Length < 44 || !file.StartsWith("TZif"u8) || file[4] < (byte)'2')
        {
            return Table.Empty;
        }

        // The first block has 32-bit times and is skipped.
        var counts = Counts(file);
        file = file[(44 + (counts.Times * 5) + (counts.Types * 6) + counts.Characters + (counts.Leaps * 8) + counts.Standards + counts.Locals)..];
        counts = Counts(file);
        var times = file[44..];
        var types = times[(counts.Times * 8)..];
        var kinds = types[counts.Times..];
        var names = kinds.Slice(counts.Types * 6, counts.Characters);
        var moments = new long[counts.Times];
        var abbreviations = new string[counts.Times];
        for (var i = 0; i < moments.Length; i++)
        {
            moments[i] = BinaryPrimitives.ReadInt64BigEndian(times[(i * 8)..]);
            abbreviations[i] = Name(names, kinds[(types[i] * 6) + 5]);
        }

        return new(moments, abbreviations, Name(names, kinds[5]));
    }

    private static string Name(ReadOnlySpan<byte> names, int start)
    {
        var rest = names[start..];
        return System.Text.Encoding.ASCII.GetString(rest[..Math.Max(0, rest.IndexOf((byte)0))]);
    }

    private static (int Locals, int Standards, int Leaps, int Times, int Types, int Characters) Counts(ReadOnlySpan<byte> block) => (
        BinaryPrimitives.ReadInt32BigEndian(block[20..]),
        BinaryPrimitives.ReadInt32BigEndian(block[24..]),
        BinaryPrimitives.ReadInt32BigEndian(block[28..]),
        BinaryPrimitives.ReadInt32BigEndian(block[32..]),
        BinaryPrimitives.ReadInt32BigEndian(block[36..]),
        BinaryPrimitives.ReadInt32BigEndian(block[40..]));

    /// <summary>From when on a zone had which abbreviation.</summary>
    private sealed record Table(long[] Moments, string[] Abbreviations, string First)
    {
        public static Table Empty { get; } = new([], [], "");

        public string? At(long seconds)
        {
            var index = Array.BinarySearch(Moments, seconds);
            index = index < 0 ? ~index - 1 : index;
            var name = index < 0 ? First : Abbreviations[index];
            return name.Length == 0 || name[0] is '-' or '+' ? null : name;
        }
    }
}
