using System.Net;
using Bouncer.AppHost.Certificates;
using Bouncer.AppHost.Gatekeeper;

namespace Bouncer.AppHost.Tests;

public class GatekeeperGuideTests
{
    private static readonly DevelopmentCertificates s_certificates = new("/c/ca.crt", "", "", "/c/client.crt", "/c/client.key");
    private static readonly AppHostOptions s_options = new(30020, "docker.io,gcr.io", null, false, IPAddress.Loopback, null, new(8443, null, null), new(true, 18888));

    [Fact]
    public void WithTheSample_ThereAreTwoReviewsToTry()
    {
        var guide = Guide(s_options).Write();

        Assert.StartsWith(
            """

            gatekeeper-adapter is healthy. Its templates and constraints are in /samples/allowed-repos
              reviews     https://localhost:8443/v1/admit
              management  http://localhost:8081/readyz  http://localhost:8081/metrics

            Allowed by whitelist-dockerhub:
              curl -sS -w '\n' --cacert '/c/ca.crt' -H 'Content-Type: application/json' -d '{"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","request":{"uid":"1",
            """,
            guide,
            StringComparison.Ordinal);
        Assert.Contains("\nRefused by whitelist-dockerhub:\n  curl ", guide, StringComparison.Ordinal);
    }

    [Fact]
    public void WithAnotherFolder_WhatItAllowsIsForTheFolderToSay()
    {
        var guide = Guide(s_options, folder: "/mine").Write();

        Assert.Contains("are in /mine\n", guide, StringComparison.Ordinal);
        Assert.Contains("Ask gatekeeper-adapter:\n  curl ", guide, StringComparison.Ordinal);
        Assert.DoesNotContain("whitelist-dockerhub", guide, StringComparison.Ordinal);
    }

    [Fact]
    public void WithAClusterThatWasThere_NothingIsPromised()
    {
        var guide = Guide(s_options, kubeconfig: "/k/config").Write();

        Assert.Contains("Its templates and constraints are those of the cluster of /k/config\n", guide, StringComparison.Ordinal);
        Assert.DoesNotContain("curl", guide, StringComparison.Ordinal);
    }

    [Fact]
    public void WithTheAppHostsCluster_ThereIsAPodThatOnlyTheConstraintRefuses()
        => Assert.Equal(
            """

            gatekeeper-adapter is healthy. The cluster asks it before it admits anything
              reviews     https://localhost:8443/v1/admit
              management  http://localhost:8081/readyz  http://localhost:8081/metrics

            Applied from /samples/allowed-repos, and to be seen:
              kubectl get constrainttemplates,constraints

            Refused by whitelist-dockerhub:
              kubectl run gcr-busybox --image='gcr.io/google-containers/busybox'

            """,
            Guide(s_options).Write("kubectl", problem: null),
            ignoreLineEndingDifferences: true);

    [Fact]
    public void WhereTheWebhookDoesNotAllowGoogle_TheConstraintIsNotSaidToRefuseIt()
        => Assert.DoesNotContain(
            "Refused by", Guide(s_options with { AllowedRegistries = "docker.io" }).Write("kubectl", problem: null), StringComparison.Ordinal);

    [Fact]
    public void Problem_IsTold_AndNothingIsPromised()
    {
        var guide = Guide(s_options).Write("kubectl", "error: no such thing");

        Assert.Contains("The cluster does not ask it, or not about all of /samples/allowed-repos: error: no such thing\n", guide, StringComparison.Ordinal);
        Assert.DoesNotContain("kubectl", guide, StringComparison.Ordinal);
    }

    [Fact]
    public void WithClientCertificates_TheCommandsShowOne()
        => Assert.Contains(
            "ca.crt' --cert '/c/client.crt' --key '/c/client.key' -H", Guide(s_options with { RequireClientCertificates = true }).Write(), StringComparison.Ordinal);

    private static GatekeeperGuide Guide(AppHostOptions options, string? folder = null, string? kubeconfig = null) => new(
        "https://localhost:8443", "http://localhost:8081", s_certificates, options,
        new(() => kubeconfig) { Folder = folder ?? "/samples/allowed-repos", IsTheSample = folder is null, ComesLater = false });
}
