using System.Globalization;
using Bouncer.Dashboard.Options;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;

namespace Bouncer.Dashboard.Access;

/// <summary>Lets those see the pages who have shown the token once: a cookie remembers that until the dashboard ends.</summary>
internal static class AccessServices
{
    /// <summary>What endpoints require. No fallback for all of them: the other ports have ways of their own.</summary>
    public const string Policy = "pages";

    public static void AddAccess(this WebApplicationBuilder builder, DashboardOptions options)
    {
        var services = builder.Services;
        services.AddSingleton<PageAccess>();
        services.AddHostedService<AddressNote>();

        // Cookies and forms live as long as the process, so the keys that protect them never need a disk.
        services.AddDataProtection().UseEphemeralDataProtectionProvider();
        services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(cookie =>
        {
            cookie.LoginPath = LoginEndpoint.Path;
            cookie.ReturnUrlParameter = LoginEndpoint.ReturnTo;
            // Cookies do not know ports: two dashboards on one machine must not sign each other out.
            cookie.Cookie.Name = string.Create(CultureInfo.InvariantCulture, $"bouncer-dashboard-{options.Port}");
            cookie.Cookie.HttpOnly = true;
            cookie.Cookie.SameSite = SameSiteMode.Strict;
            cookie.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            cookie.ExpireTimeSpan = TimeSpan.FromDays(1);
        });
        services.AddAuthorization(authorization => authorization.AddPolicy(
            Policy, policy => policy.RequireAssertion(request => options.IsOpen || request.User.Identity is { IsAuthenticated: true })));
        services.AddAntiforgery(antiforgery => antiforgery.Cookie.Name = string.Create(CultureInfo.InvariantCulture, $"bouncer-dashboard-form-{options.Port}"));
    }
}
