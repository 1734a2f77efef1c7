namespace Bouncer.Images.Files;

/// <summary>The licences of Debian's packages, which go where their files go.</summary>
internal static class Licences
{
    /// <summary>The licence of each package that some of the files come from.</summary>
    /// <exception cref="ImageException">One of them was not installed with its package.</exception>
    public static IEnumerable<ImageFile> Of(IEnumerable<ImageFile> files)
        => files.Select(f => f.Origin).OfType<DebianPackage>().Distinct().OrderBy(p => p.Name, StringComparer.Ordinal).Select(Of);

    private static ImageFile Of(DebianPackage package)
        => File.Exists(package.Copyright)
            ? ImageFile.Copy(package.Copyright, package)
            : throw new ImageException($"{package.Copyright} does not exist, and the image may not be passed on without it. Install it: apt install --reinstall {package.Name}");
}
