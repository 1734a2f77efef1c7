using Bouncer.Cli.Cluster;
using Bouncer.KubernetesApi;
using Bouncer.Rego.Values;

namespace Bouncer.Cli.Doctor.Checks;

/// <summary>A webhook of a ValidatingWebhookConfiguration that asks one of our services.</summary>
/// <param name="Configuration">The name of the configuration.</param>
/// <param name="Document">The webhook's entry.</param>
internal sealed record WebhookRegistration(string Configuration, RegoObject Document)
{
    /// <summary>The name of the adapter's Service, which is Gatekeeper's.</summary>
    public const string GatekeeperService = "gatekeeper-webhook-service";

    /// <summary>What messages call it.</summary>
    public string Name => $"{Configuration}/{Document.TextAt("name")}";

    /// <summary>Whether changes are refused while nobody answers, which is what an API server does if nothing else is said.</summary>
    public bool FailsClosed => Document.TextAt("failurePolicy") is not "Ignore";

    /// <summary>The namespace of the service that it asks; empty for a URL.</summary>
    public string ServiceNamespace => Document.TextAt("clientConfig", "service", "namespace");

    /// <summary>Whether it is about images. One that is asked about Namespaces alone guards labels.</summary>
    public bool JudgesImages => Rules.Any(r => r.ListAt("resources").Any(x => x is RegoString { Value: not "namespaces" }));

    private IEnumerable<RegoObject> Rules => Document.ListAt("rules").OfType<RegoObject>();

    /// <summary>Whether a configuration asks one of our services.</summary>
    public static bool IsOurs(RegoObject configuration)
        => configuration.TextAt("metadata", "labels", Names.PartOfLabel) == Names.Product
            || configuration.ListAt("webhooks").OfType<RegoObject>().Any(w => w.TextAt("clientConfig", "service", "name") is Names.Service or GatekeeperService);

    /// <summary>The webhooks of a configuration.</summary>
    public static IEnumerable<WebhookRegistration> Of(RegoObject configuration)
        => configuration.ListAt("webhooks").OfType<RegoObject>().Select(w => new WebhookRegistration(configuration.Name(), w));

    /// <summary>Whether the API server asks it about an operation on a resource.</summary>
    /// <param name="group">The API group.</param>
    /// <param name="resource">The resource, or the resource and the subresource (<c>pods/ephemeralcontainers</c>).</param>
    /// <param name="operation">The operation (<c>CREATE</c>).</param>
    public bool Covers(string group, string resource, string operation)
        => Rules.Any(rule => Lists(rule, "apiGroups", group)
            && Lists(rule, "operations", operation)
            && rule.TextAt("scope") is not "Cluster"
            && rule.ListAt("resources").OfType<RegoString>().Any(r => IsOf(r.Value, resource)));

    private static bool Lists(RegoObject rule, string list, string value)
        => rule.ListAt(list).OfType<RegoString>().Any(v => v.Value == "*" || v.Value == value);

    /// <summary>As in apiserver's rules: <c>*</c> means no subresources, <c>pods/*</c> and <c>*/scale</c> one side of the slash.</summary>
    private static bool IsOf(string pattern, string resource)
    {
        var (wanted, wantedSub) = Split(pattern);
        var (name, sub) = Split(resource);
        return (wanted == "*" || wanted == name) && (wantedSub == sub || wantedSub == "*");
    }

    private static (string Resource, string Subresource) Split(string text)
        => text.Split('/') is [var resource, var subresource] ? (resource, subresource) : (text, "");
}
