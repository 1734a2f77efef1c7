using System.Globalization;
using Bouncer.KubernetesApi;
using Bouncer.Rego.Values;

namespace Bouncer.GatekeeperAdapter.Audit.Leases;

/// <summary>A Lease as it was read (<c>coordination.k8s.io/v1</c>).</summary>
/// <param name="Document">The whole object.</param>
internal readonly record struct LeaseRecord(RegoObject Document)
{
    private const string Time = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";

    /// <summary>What the holder says; compared as a whole to see whether it still gives signs.</summary>
    public RegoObject Spec => Document.At("spec") as RegoObject ?? RegoObject.Empty;

    /// <summary>Who holds it; empty if it was released.</summary>
    public string Holder => Spec.TextAt("holderIdentity");

    /// <summary>How long the holder's signs count.</summary>
    public TimeSpan Duration => TimeSpan.FromSeconds(Spec.NumberAt("leaseDurationSeconds"));

    private long Transitions => Spec.NumberAt("leaseTransitions");

    /// <summary>A lease that is not there yet.</summary>
    public static RegoObject New(LeaseOptions options, DateTimeOffset now) => Documents.Of(
        ("apiVersion", new RegoString("coordination.k8s.io/v1")),
        ("kind", new RegoString("Lease")),
        ("metadata", Documents.Of(("name", new RegoString(options.Name)), ("namespace", new RegoString(options.Namespace)))),
        ("spec", Make(options.Holder, options.Duration, Text(now), Text(now), 0)));

    /// <summary>The lease taken over. Written with the resourceVersion that was read, so that only one of several is the first.</summary>
    public RegoObject TakenOver(LeaseOptions options, DateTimeOffset now)
        => With(Make(options.Holder, options.Duration, Text(now), Text(now), Transitions + 1));

    /// <summary>The lease with a new sign of its holder.</summary>
    public RegoObject Renewed(LeaseOptions options, DateTimeOffset now)
        => With(Make(options.Holder, options.Duration, Spec.TextAt("acquireTime"), Text(now), Transitions));

    /// <summary>The lease without a holder.</summary>
    public RegoObject Released(DateTimeOffset now) => With(Make("", TimeSpan.FromSeconds(1), Text(now), Text(now), Transitions));

    private RegoObject With(RegoObject spec) => Document.With(("spec", spec));

    private static RegoObject Make(string holder, TimeSpan duration, string acquired, string renewed, long transitions) => Documents.Of(
        ("holderIdentity", new RegoString(holder)),
        ("leaseDurationSeconds", RegoNumber.Of((long)duration.TotalSeconds)),
        ("acquireTime", new RegoString(acquired)),
        ("renewTime", new RegoString(renewed)),
        ("leaseTransitions", RegoNumber.Of(transitions)));

    private static string Text(DateTimeOffset time) => time.ToString(Time, CultureInfo.InvariantCulture);
}
