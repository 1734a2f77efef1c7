using Bouncer.TestSupport.Browsing;
using Microsoft.Playwright;

namespace Bouncer.Dashboard.Pages.Tests.Support;

/// <summary>What a browser does with a dashboard of these tests.</summary>
internal static class DashboardBrowsing
{
    /// <summary>A page of its own window, with its own cookies.</summary>
    public static Task<WatchedPage> OpenAsync(
        this Browser browser, RunningDashboard dashboard, ColorScheme scheme = ColorScheme.Light, int width = 1440, int height = 900)
        => browser.OpenAsync(dashboard.Pages, scheme, width, height);

    /// <summary>Shows the token and goes to a page, until that is alive.</summary>
    public static async Task SignInAsync(this WatchedPage watched, string page = "/")
    {
        await watched.Page.GotoAsync($"/login?t={RunningDashboard.Token}&return={Uri.EscapeDataString(page)}");
        await watched.AliveAsync();
    }
}
