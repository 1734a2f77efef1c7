using System.Text;

namespace Bouncer.Images.Files;

/// <summary>What a native program needs of a system, and no more: no shell, no package manager, nothing that runs but the
/// loader.</summary>
internal static class SystemFiles
{
    /// <summary>The user that the program runs as: the number of "nonroot" in images without a distribution, which
    /// <c>deploy</c> asks for too. By number, or the kubelet could not tell that it is not root.</summary>
    public const string User = "65532:65532";

    /// <summary>Where the authorities are that clients trust.</summary>
    public const string Authorities = "/etc/ssl/certs/ca-certificates.crt";

    /// <summary>The files, each with its origin, and the licences of their packages.</summary>
    /// <exception cref="ImageException">One of them is not there.</exception>
    public static IReadOnlyList<ImageFile> For(string program)
    {
        // Libraries are executable here since the loader among them has to be.
        var copies = SharedLibraries.Of(program).Select(path => ImageFile.Copy(path, DebianPackage.OwnerOf(path)) with { Mode = ImageFile.Executable })
            .Append(ImageFile.Copy("/usr/lib/os-release", DebianPackage.OwnerOf("/usr/lib/os-release"))) // scanners ask for it
            .Append(TrustedAuthorities())
            .ToArray();
        return
        [
            .. copies,
            .. Licences.Of(copies),
            Text("/etc/passwd", "root:x:0:0:root:/:/usr/sbin/nologin\nnonroot:x:65532:65532:nonroot:/:/usr/sbin/nologin\n"),
            Text("/etc/group", "root:x:0:\nnonroot:x:65532:\n"),
            Text("/etc/nsswitch.conf", "hosts: files dns\n"),
            ImageFile.SharedFolder("/tmp"),
        ];
    }

    /// <summary>The package's own authorities. Those that somebody added to this machine are not everybody's.</summary>
    private static ImageFile TrustedAuthorities()
    {
        var package = DebianPackage.Named("ca-certificates");
        var bundle = new StringBuilder();
        foreach (var path in package.Paths().Where(p => p.EndsWith(".crt", StringComparison.Ordinal)))
        {
            bundle.Append(File.ReadAllText(path).TrimEnd()).Append('\n');
        }

        return Text(Authorities, bundle.ToString()) with { Origin = package };
    }

    private static ImageFile Text(string path, string content) => ImageFile.Of(path, Encoding.UTF8.GetBytes(content));
}
