namespace Bouncer.AppHost.Tests;

public class WebhookGuideTests
{
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
            WebhookGuide.Write("https://localhost:30020", "http://localhost:8080", "/it's here/ca.crt", "quay.io, gcr.io"),
            ignoreLineEndingDifferences: true);
}
