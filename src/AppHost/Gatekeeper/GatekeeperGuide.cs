using System.Text.Json;
using Bouncer.AppHost.Certificates;
using Bouncer.AppHost.Cluster;

namespace Bouncer.AppHost.Gatekeeper;

/// <summary>What is printed when gatekeeper-adapter is healthy: where it is, what it decides by, and what to try.</summary>
/// <param name="admission">The URL of the admission endpoint.</param>
/// <param name="management">The URL of the management endpoint.</param>
/// <param name="certificates">What the service is trusted by, and what it trusts.</param>
/// <param name="options">To whom it answers.</param>
/// <param name="constraints">Where its templates and constraints come from.</param>
internal sealed class GatekeeperGuide(
    string admission, string management, DevelopmentCertificates certificates, AppHostOptions options, ConstraintsSource constraints)
{
    /// <summary>The constraint of the walk-through.</summary>
    private const string SampleConstraint = "whitelist-dockerhub";

    /// <summary>An image that the Webhook allows if it allows gcr.io, and that constraint does not.</summary>
    private const string GoogleImage = "gcr.io/google-containers/busybox";

    /// <summary>For a service that reads a folder, or a cluster that was there before the AppHost.</summary>
    public string Write() => constraints switch
    {
        { Kubeconfig: { } kubeconfig } => Head($"Its templates and constraints are those of the cluster of {kubeconfig}"),
        { IsTheSample: false } => $"""
            {Head($"Its templates and constraints are in {constraints.Folder}")}
            Ask gatekeeper-adapter:
              {Curl(WebhookGuide.ForeignImage)}

            """,
        _ => $"""
            {Head($"Its templates and constraints are in {constraints.Folder}")}
            Allowed by {SampleConstraint}:
              {Curl("docker.io/library/busybox")}

            Refused by {SampleConstraint}:
              {Curl(WebhookGuide.ForeignImage)}

            """,
    };

    /// <summary>For a service whose cluster the AppHost has started.</summary>
    /// <param name="kubectl">The cluster.</param>
    /// <param name="problem">What was wrong when the cluster was made to ask it; null if nothing was.</param>
    public string Write(Kubectl kubectl, string? problem) => Write(kubectl.Command, problem);

    /// <param name="kubectl">How a person begins a command.</param>
    /// <param name="problem">What was wrong when the cluster was made to ask it; null if nothing was.</param>
    public string Write(string kubectl, string? problem)
    {
        if (problem is not null)
        {
            return Head($"The cluster does not ask it, or not about all of {constraints.Folder}: {problem}");
        }

        var head = $"""
            {Head("The cluster asks it before it admits anything")}
            Applied from {constraints.Folder}, and to be seen:
              {kubectl} get constrainttemplates,constraints

            """;
        return GoogleIsForTheConstraint() ? $"""
            {head}
            Refused by {SampleConstraint}:
              {kubectl} run gcr-busybox --image={Shell.Quote(GoogleImage)}

            """ : head;
    }

    private bool GoogleIsForTheConstraint()
        => constraints.IsTheSample && options.PolicyFile is null && WebhookGuide.Registries(options.AllowedRegistries).Contains("gcr.io");

    private string Head(string what) => $"""

        gatekeeper-adapter is healthy. {what}
          reviews     {admission}/v1/admit
          management  {management}/readyz  {management}/metrics

        """;

    private string Curl(string image)
    {
        var pod = $$$"""{"apiVersion":"v1","kind":"Pod","metadata":{"name":"busybox","namespace":"default"},"spec":{"containers":[{"name":"busybox","image":{{{JsonSerializer.Serialize(image)}}}}]}}""";
        var review = $$$"""{"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","request":{"uid":"1","kind":{"group":"","version":"v1","kind":"Pod"},"resource":{"group":"","version":"v1","resource":"pods"},"name":"busybox","namespace":"default","operation":"CREATE","userInfo":{"username":"you"},"object":{{{pod}}}}}""";
        return Shell.Curl(certificates, options, review, $"{admission}/v1/admit");
    }
}
