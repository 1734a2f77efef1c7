using Bouncer.Dashboard.Access;
using Bouncer.Dashboard.Hosting;
using Bouncer.Dashboard.Options;
using Bouncer.Dashboard.Pages;
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
        pages.UseWhen(static context => HttpMethods.IsGet(context.Request.Method), static get => get.UseStatusCodePagesWithReExecute(NotFound.Address));
        pages.UseRouting();
        pages.UseAuthentication();
        pages.UseAuthorization();
        pages.UseAntiforgery();
        pages.UseEndpoints(static endpoints =>
        {
            endpoints.MapStaticAssets();
            endpoints.MapLogin();
            endpoints.MapCommands().RequireAuthorization(AccessServices.Policy);
            endpoints.MapRazorComponents<App>()
                .AddInteractiveServerRenderMode(mode => mode.ContentSecurityFrameAncestorsPolicy = null)
                .RequireAuthorization(AccessServices.Policy);
        });
    });
}
