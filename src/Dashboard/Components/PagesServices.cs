using Bouncer.Dashboard.Access;
using Bouncer.Dashboard.Hosting;
using Bouncer.Dashboard.Options;
using Bouncer.Dashboard.Pages;
using Bouncer.Dashboard.Resources;
using Microsoft.Extensions.FileProviders;

namespace Bouncer.Dashboard.Components;

/// <summary>The pages, on a port of their own.</summary>
internal static class PagesServices
{
    public static void AddPages(this WebApplicationBuilder builder, DashboardOptions options)
    {
        // Published, the files lie beside the program, wherever that is started from; until then a manifest says where they are.
        var files = Path.Combine(AppContext.BaseDirectory, "wwwroot");
        if (Directory.Exists(files))
        {
            builder.Environment.WebRootFileProvider = new PhysicalFileProvider(files);
        }

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
