using System.Text;

namespace Bouncer.Rego.Json;

/// <summary>
/// A number of a name's length and ends. Names whose numbers differ are different, so that looking for a member compares texts hardly
/// ever more than once.
/// </summary>
internal static class NameMark
{
    /// <summary>The mark of what has to be compared as decoded text: not ASCII, or written with escapes.</summary>
    public const int None = 1;

    /// <summary>The mark of a name that somebody looks for. Never 0.</summary>
    public static int Of(string name) => !Ascii.IsValid(name) ? None : name.Length == 0 ? Of(0, 0, 0) : Of(name.Length, name[0], name[^1]);

    /// <summary>The mark of a name in a text, whose bytes have no escapes. It may be that of an ASCII name without being ASCII.</summary>
    public static int Of(ReadOnlySpan<byte> name) => name.IsEmpty ? Of(0, 0, 0) : Of(name.Length, name[0], name[^1]);

    private static int Of(int length, int first, int last) => int.MinValue | ((length & 0x7FFF) << 16) | (first << 8) | last;
}
