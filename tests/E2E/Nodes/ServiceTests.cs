using Bouncer.E2E.Cluster;
using Bouncer.TestSupport;

namespace Bouncer.E2E.Nodes;

/// <summary>Services that run in the cluster, as the API server and this machine reach them.</summary>
public sealed class ServiceTests(ClusterFixture cluster) : NodeTest(cluster)
{
    private const string Web = """
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: web
        spec:
          selector:
            matchLabels: {app: web}
          template:
            metadata:
              labels: {app: web}
            spec:
              containers:
              - name: web
                image: docker.io/library/busybox
                command: [sh, -c, "echo it works >/www/index.html; exec httpd -f -p 8080 -h /www"]
        ---
        apiVersion: v1
        kind: Service
        metadata:
          name: web
        spec:
          type: NodePort
          selector: {app: web}
          ports: [{port: 80, targetPort: 8080}]
        """;

    [Fact]
    public async Task NodePort_IsReachedFromThisMachine_AndByTheWebhooksNameFromTheApiServer()
    {
        var (exitCode, output) = await Namespace.ApplyAsync(Web);
        Assert.True(exitCode == 0, output);
        await SucceedAsync(Namespace, "wait", "--for=condition=Available", "deployment/web", "--timeout=2m");

        var port = await SucceedAsync(Namespace, "get", "service", "web", "-o", "jsonpath={.spec.ports[0].nodePort}");

        using var client = new HttpClient();
        Assert.Equal("it works\n", await AnswerAsync(() => client.GetStringAsync(new Uri($"http://{Node.NodeAddress}:{port}"), Deadline)));
        var ask = $"exec 3<>/dev/tcp/image-bouncer-webhook/{port}; printf 'GET / HTTP/1.0\\r\\n\\r\\n' >&3; cat <&3";
        Assert.EndsWith("\r\n\r\nit works\n", (await Node.ExecuteAsync(["bash", "-c", ask], Deadline)).Output, StringComparison.Ordinal);
    }

    /// <summary>The first answer: rules for a Service come a moment after its Pods.</summary>
    private static async Task<string> AnswerAsync(Func<Task<string>> ask)
    {
        var answer = "";
        await Eventually.HoldsAsync(
            async () =>
            {
                try
                {
                    answer = await ask();
                    return true;
                }
                catch (HttpRequestException)
                {
                    return false;
                }
            },
            "an answer of the Service",
            Deadline);
        return answer;
    }
}
