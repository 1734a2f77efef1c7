using System.Xml.Linq;

namespace Bouncer.Architecture.Tests;

/// <summary>What a project file says.</summary>
internal sealed record Project(string Path, string Name, string? Type, IReadOnlyList<string> References, IReadOnlyList<string> Packages, XDocument Xml)
{
    public bool IsSource => Path.StartsWith("src/", StringComparison.Ordinal);

    public static Project Read(string file)
    {
        var xml = XDocument.Load(file);
        return new Project(
            System.IO.Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'),
            System.IO.Path.GetFileNameWithoutExtension(file),
            xml.Descendants("ProjectType").SingleOrDefault()?.Value,
            [.. Includes(xml, "ProjectReference").Select(p => System.IO.Path.GetFileNameWithoutExtension(p.Replace('\\', '/')))],
            [.. Includes(xml, "PackageReference")],
            xml);
    }

    public override string ToString() => Path;

    private static IEnumerable<string> Includes(XDocument xml, string item)
        => xml.Descendants(item).Attributes("Include").Select(a => a.Value);
}
