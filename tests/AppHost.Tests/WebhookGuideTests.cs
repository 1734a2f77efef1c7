using System.Net;
using Bouncer.AppHost.Certificates;

namespace Bouncer.AppHost.Tests;

public class WebhookGuideTests
{
    private static readonly DevelopmentCertificates s_certificates = new("/it's here/ca.crt", "", "", "/c/client.crt", "/c/client.key");
    private static readonly AppHostOptions s_options = new(30020, "quay.io, gcr.io", null, false, IPAddress.Loopback, null, new(8443, null, null), new(true, 18888));

    [Fact]
    public void Guide_NamesTheEndpoints_AndHasTwoReviewsToTry()
        => Assert.Equal(
            """

            image-bouncer-webhook is healthy. It allows images of: quay.io, gcr.io
              reviews     https://localhost:30020/image_policy
              management  http://localhost:8080/readyz  http://localhost:8080/metrics

            Allowed:
              curl -sS -w '\n' --cacert '/it'\''s here/ca.crt' -H 'Content-Type: application/json' -d '{"apiVersion":"imagepolicy.k8s.io/v1alpha1","kind":"ImageReview","spec":{"containers":[{"image":"quay.io/library/busybox"}],"namespace":"default"}}' https://localhost:30020/image_policy

            Refused:
              curl -sS -w '\n' --cacert '/it'\''s here/ca.crt' -H 'Content-Type: application/json' -d '{"apiVersion":"imagepolicy.k8s.io/v1alpha1","kind":"ImageReview","spec":{"containers":[{"image":"registry.example.com/busybox"}],"namespace":"default"}}' https://localhost:30020/image_policy

            """,
            Write(s_options),
            ignoreLineEndingDifferences: true);

    [Fact]
    public void WithAPolicy_WhatItAllowsIsForThePolicyToSay()
        => Assert.Equal(
            """

            image-bouncer-webhook is healthy. It decides by /policies/production.yaml
              reviews     https://localhost:30020/image_policy
              management  http://localhost:8080/readyz  http://localhost:8080/metrics

            Ask it:
              curl -sS -w '\n' --cacert '/it'\''s here/ca.crt' -H 'Content-Type: application/json' -d '{"apiVersion":"imagepolicy.k8s.io/v1alpha1","kind":"ImageReview","spec":{"containers":[{"image":"registry.example.com/busybox"}],"namespace":"default"}}' https://localhost:30020/image_policy

            """,
            Write(s_options with { PolicyFile = "/policies/production.yaml" }),
            ignoreLineEndingDifferences: true);

    [Fact]
    public void WithClientCertificates_TheCommandsShowOne()
        => Assert.Contains(
            "ca.crt' --cert '/c/client.crt' --key '/c/client.key' -H", Write(s_options with { RequireClientCertificates = true }), StringComparison.Ordinal);

    private static string Write(AppHostOptions options) => WebhookGuide.Write("https://localhost:30020", "http://localhost:8080", s_certificates, options);
}
