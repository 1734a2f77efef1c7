using System.Diagnostics.CodeAnalysis;
using Bouncer.ImagePolicy;

namespace Bouncer.Cli;

/// <summary>Reads whole files, or says why that is not possible.</summary>
internal static class Files
{
    /// <summary>Reads a stream that it opens and closes, up to one byte more than may be in it, so that its reader can say
    /// that it is too large.</summary>
    public static bool TryRead(string name, Func<Stream> open, int maxBytes, out byte[] content, [NotNullWhen(false)] out string? mistake)
    {
        content = [];
        try
        {
            using var stream = open();
            using var buffer = new MemoryStream();
            var chunk = new byte[64 * 1024];
            while (buffer.Length <= maxBytes && stream.Read(chunk) is > 0 and var read)
            {
                buffer.Write(chunk.AsSpan(0, read));
            }

            content = buffer.ToArray();
            mistake = null;
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            mistake = Problem(name, e);
            return false;
        }
    }

    /// <summary>Why a file or a folder could not be read, in one line.</summary>
    public static string Problem(string path, Exception exception)
        => $"{Printable.Text(path)}: " + exception switch
        {
            FileNotFoundException or DirectoryNotFoundException => "there is no such file or folder",
            UnauthorizedAccessException => "cannot be read: permission denied, or it is a folder",
            _ => $"cannot be read: {Printable.Text(exception.Message)}",
        };
}
