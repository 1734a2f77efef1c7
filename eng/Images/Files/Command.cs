using System.ComponentModel;
using System.Diagnostics;

namespace Bouncer.Images.Files;

/// <summary>Programs of the system that tell something.</summary>
internal static class Command
{
    /// <summary>What a program prints.</summary>
    /// <exception cref="ImageException">It fails, or is not there.</exception>
    public static string Run(string program, params string[] arguments)
        => TryRun(program, arguments) ?? throw new ImageException($"\"{program} {string.Join(' ', arguments)}\" fails; it should tell what the image needs.");

    /// <summary>What a program prints; null if it fails.</summary>
    /// <exception cref="ImageException">It is not there.</exception>
    public static string? TryRun(string program, params string[] arguments)
    {
        // Messages in another language could not be read.
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, Environment = { ["LC_ALL"] = "C" } };
        try
        {
            using var process = Process.Start(start)!;
            var errors = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            errors.Wait();
            return process.ExitCode == 0 ? output : null;
        }
        catch (Win32Exception)
        {
            throw new ImageException($"There is no {program} here. Build images on Debian or one of its descendants.");
        }
    }
}
