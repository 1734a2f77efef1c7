using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace Bouncer.TestSupport.Browsing;

/// <summary>A page that keeps every error of scripts, every violation of the content security policy (browsers write those to
/// the console), and everything that was loaded from elsewhere.</summary>
public sealed class WatchedPage : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _problems = [];

    internal WatchedPage(IPage page, Uri own)
    {
        Page = page;
        page.Console += (_, message) => Note(message.Type is "error" or "warning", $"{message.Type}: {message.Text}");
        page.PageError += (_, error) => Note(true, error);
        page.Dialog += (_, dialog) =>
        {
            Note(true, $"a dialog: {dialog.Message}");
            _ = dialog.DismissAsync();
        };
        page.Request += (_, request) => Note(new Uri(request.Url).Authority != own.Authority && !request.Url.StartsWith("data:", StringComparison.Ordinal), $"loaded {request.Url}");
    }

    /// <summary>The page, for whatever is done on it.</summary>
    public IPage Page { get; }

    /// <summary>Waits until the dashboard's page reacts to what is done on it: the server has taken it over.</summary>
    public Task AliveAsync() => Assertions.Expect(Page.Locator("main[data-alive]")).ToBeAttachedAsync();

    /// <summary>Nothing happened that never should.</summary>
    public void AssertNoProblems() => Assert.Empty(_problems);

    /// <summary>Keeps a picture to look at.</summary>
    /// <param name="name">What it is called, without an ending.</param>
    public Task KeepPictureAsync(string name) => Page.ScreenshotAsync(new() { Path = Path.Combine(Pictures.Folder, $"{name}.png"), FullPage = true });

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await Page.Context.DisposeAsync();

    private void Note(bool isProblem, string what)
    {
        if (isProblem)
        {
            _problems.Enqueue(what);
        }
    }
}
