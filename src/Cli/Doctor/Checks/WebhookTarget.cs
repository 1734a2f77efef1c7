using Bouncer.KubernetesApi;

namespace Bouncer.Cli.Doctor.Checks;

/// <summary>Who answers for a webhook.</summary>
/// <param name="Address">What messages call it: the name of its Service, or the URL.</param>
/// <param name="Host">The name that the API server asks for.</param>
/// <param name="Service">Its Service; null for a URL.</param>
/// <param name="Url">The URL; null for a Service, and for what is no URL.</param>
/// <param name="Secret">The Secret in which its certificate is.</param>
internal sealed record WebhookTarget(string Address, string Host, ServicePort? Service, Uri? Url, (string Namespace, string Name) Secret)
{
    private const string GatekeepersSecret = "gatekeeper-webhook-server-cert";

    /// <summary>Reads whom a webhook asks. A URL is taken for the Webhook's, whose Secret the options name.</summary>
    public static WebhookTarget Of(WebhookRegistration webhook, DoctorOptions options)
    {
        var document = webhook.Document;
        if (webhook.ServiceNamespace.Length == 0)
        {
            var text = document.TextAt("clientConfig", "url");
            var url = Uri.TryCreate(text, UriKind.Absolute, out var parsed) && parsed.Host.Length > 0 ? parsed : null;
            return new(url is null ? $"\"{text}\"" : text, url?.IdnHost ?? "", null, url, (options.Namespace, options.Secret));
        }

        var name = document.TextAt("clientConfig", "service", "name");
        var port = document.NumberAt("clientConfig", "service", "port") is > 0 and < 65536 and var given ? (int)given : 443;
        var host = $"{name}.{webhook.ServiceNamespace}.svc";
        return new(
            host,
            host,
            new(webhook.ServiceNamespace, name, port),
            null,
            (webhook.ServiceNamespace, name == WebhookRegistration.GatekeeperService ? GatekeepersSecret : options.Secret));
    }
}

/// <summary>A port of a Service.</summary>
internal sealed record ServicePort(string Namespace, string Name, int Port);
