using System.IO.Compression;

namespace Bouncer.Dashboard.Tests.Support;

/// <summary>Bytes in less space.</summary>
internal static class Packed
{
    public static byte[] Gzip(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(bytes);
        }

        return packed.ToArray();
    }
}
