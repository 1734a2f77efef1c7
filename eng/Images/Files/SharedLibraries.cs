using System.Text.RegularExpressions;

namespace Bouncer.Images.Files;

/// <summary>The shared libraries of a native program.</summary>
internal static partial class SharedLibraries
{
    // What .NET opens by name when TLS is first used, and what the C library opens when a thread ends in the middle.
    private static readonly string[] s_openedAtRunTime = ["libssl.so.3", "libcrypto.so.3", "libgcc_s.so.1"];

    /// <summary>The paths of all of them, and of the loader.</summary>
    /// <exception cref="ImageException">One of them is not installed.</exception>
    public static IReadOnlyList<string> Of(string program)
    {
        var installed = Command.Run("/sbin/ldconfig", "-p");
        var opened = s_openedAtRunTime.Select(name => Installed(installed, name)).ToArray();
        var linked = Command.Run("ldd", [program, .. opened]);
        return Missing().Match(linked) is { Success: true } missing
            ? throw new ImageException($"{program} needs {missing.Groups[1].Value}, which is not installed.")
            : [.. Linked().Matches(linked).Select(m => m.Groups[1].Value).Concat(opened).Distinct().Order(StringComparer.Ordinal)];
    }

    // "	libssl.so.3 (libc6,x86-64) => /lib/x86_64-linux-gnu/libssl.so.3"; one of this machine's own kind comes first
    private static string Installed(string libraries, string name)
        => libraries.Split('\n').Select(line => line.Trim()).FirstOrDefault(line => line.StartsWith(name + " ", StringComparison.Ordinal)) is { } line
            ? line[(line.IndexOf("=> ", StringComparison.Ordinal) + 3)..]
            : throw new ImageException($"{name} is not installed; Debian has it in libssl3 or libgcc-s1.");

    // "	libc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007f…)" and "	/lib64/ld-linux-x86-64.so.2 (0x00007f…)"
    [GeneratedRegex(@"^\t(?:\S+ => )?(/\S+) \(0x", RegexOptions.Multiline)]
    private static partial Regex Linked();

    [GeneratedRegex(@"^\t(\S+) => not found", RegexOptions.Multiline)]
    private static partial Regex Missing();
}
