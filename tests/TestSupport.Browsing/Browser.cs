using Microsoft.Playwright;

namespace Bouncer.TestSupport.Browsing;

/// <summary>The system's Chromium, whose pages notice what should never happen.</summary>
public sealed class Browser : IAsyncDisposable
{
    /// <summary>The first that is there. That without windows does the same in half the time.</summary>
    private static readonly string[] s_names = ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private Browser(IPlaywright playwright, IBrowser browser) => (_playwright, _browser) = (playwright, browser);

    /// <summary>Starts it. Without one the test is skipped; where a change lands that is a failure.</summary>
    public static async Task<Browser> StartAsync()
    {
        const string Missing = "There is no Chromium in PATH. Debian has it: apt install chromium-headless-shell";
        var program = Find();
        Assert.False(program is null && Environment.GetEnvironmentVariable("CI") == "true", Missing);
        Assert.SkipWhen(program is null, Missing);

        // For a machine that does other things as well; what is there at once is not waited for.
        Assertions.SetDefaultExpectTimeout(60_000);
        var playwright = await Playwright.CreateAsync();
        // As root, in a container, Chromium cannot make the namespaces of its sandbox. It sees our own pages alone.
        var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = program, Args = ["--no-sandbox"] });
        return new(playwright, browser);
    }

    /// <summary>A page of its own window, with its own cookies.</summary>
    /// <param name="site">Where its pages are; anything that is loaded from elsewhere is a problem.</param>
    /// <param name="scheme">Dark or light.</param>
    /// <param name="width">How wide the window is.</param>
    /// <param name="height">How high.</param>
    public async Task<WatchedPage> OpenAsync(Uri site, ColorScheme scheme = ColorScheme.Light, int width = 1440, int height = 900)
    {
        ArgumentNullException.ThrowIfNull(site);
        var context = await _browser.NewContextAsync(new()
        {
            BaseURL = site.GetLeftPart(UriPartial.Authority),
            ColorScheme = scheme,
            ViewportSize = new() { Width = width, Height = height },
        });
        return new(await context.NewPageAsync(), site);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }

    private static string? Find()
        => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .SelectMany(folder => s_names.Select(name => Path.Combine(folder, name)))
            .FirstOrDefault(File.Exists);
}
