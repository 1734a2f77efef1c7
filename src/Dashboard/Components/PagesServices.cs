using Bouncer.Dashboard.Access;
using Bouncer.Dashboard.Hosting;
using Bouncer.Dashboard.Options;
using Bouncer.Dashboard.Resources;

namespace Bouncer.Dashboard.Components;

/// <summary>The pages, on a port of their own.</summary>
internal static class PagesServices
{
    public static void AddPages(this WebApplicationBuilder builder, DashboardOptions options)
    {
        // Where the files of wwwroot are until the dashboard is published.
        builder.WebHost.UseStaticWebAssets();
        builder.AddAccess(options);
        builder.Services.AddSingleton<AppHostClient>();
        builder.Services.AddRazorComponents().AddInteractiveServerComponents();
    }

    public static void UsePages(this IApplicationBuilder app) => app.MapWhen(Listener.Pages.Has, static pages =>
    {
        pages.UseBrowserRules();
        pages.UseRouting();
        pages.UseAuthentication();
        pages.UseAuthorization();
        pages.UseAntiforgery();
        pages.UseEndpoints(static endpoints =>
        {
            endpoints.MapStaticAssets().AllowAnonymous();
            endpoints.MapLogin();
            endpoints.MapCommands();
            endpoints.MapRazorComponents<App>().AddInteractiveServerRenderMode(mode => mode.ContentSecurityFrameAncestorsPolicy = null);
        });
    });
}
