using Bouncer.TestSupport;

namespace Bouncer.Dashboard.Pages.Tests.Support;

/// <summary>Where pictures of the pages are kept, for people to look at.</summary>
internal static class Pictures
{
    public static string Folder { get; } = Directory.CreateDirectory(Path.Combine(Repository.Root, "artifacts", "screenshots")).FullName;
}
