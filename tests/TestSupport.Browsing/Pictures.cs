namespace Bouncer.TestSupport.Browsing;

/// <summary>Where pictures of pages are kept, for people to look at.</summary>
internal static class Pictures
{
    public static string Folder { get; } = Directory.CreateDirectory(Path.Combine(Repository.Root, "artifacts", "screenshots")).FullName;
}
