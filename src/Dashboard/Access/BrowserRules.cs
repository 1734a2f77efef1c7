using Microsoft.Net.Http.Headers;

namespace Bouncer.Dashboard.Access;

/// <summary>What browsers are told, and what is taken from them.</summary>
internal static class BrowserRules
{
    /// <summary>
    /// Everything comes from here and no script stands in a page, so text that got into a page by mistake could do nothing.
    /// Style attributes are allowed: virtualised lists have their heights in them, and a style cannot load
    /// what the other lines forbid.
    /// </summary>
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self'; connect-src 'self'; " +
        "base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    /// <summary>Sends the headers, and refuses what another site had a browser send.</summary>
    public static void UseBrowserRules(this IApplicationBuilder pages) => pages.Use(static (context, next) =>
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers[HeaderNames.CacheControl] = "no-store";
        // Nobody else learns addresses, that of the sign-in has the token in it. With no referrer at all browsers would hide the
        // origin of forms too, which is looked at below.
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        if (IsFromElsewhere(context.Request))
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return Task.CompletedTask;
        }

        return next(context);
    });

    /// <summary>
    /// Whether another origin wants to change something or to open a connection. Cookies do not keep it out if it is another
    /// port of this machine, which counts as the same site.
    /// </summary>
    private static bool IsFromElsewhere(HttpRequest request)
    {
        if (HttpMethods.IsGet(request.Method) && request.Headers.Upgrade.Count == 0)
        {
            return false;
        }

        // Browsers say where such a request comes from; who is no browser has no cookie that others could use.
        var origin = request.Headers.Origin.ToString();
        return origin.Length > 0 && !(Uri.TryCreate(origin, UriKind.Absolute, out var from) && IsSame(from, request.Host));
    }

    private static bool IsSame(Uri origin, HostString host)
        => string.Equals(origin.Authority, host.Value, StringComparison.OrdinalIgnoreCase);
}
