using Bouncer.TestSupport.Otlp;

namespace Bouncer.Benchmarks.Dashboard;

/// <summary>Telemetry as a busy cluster sends it: many namespaces and registries, most reviews allowed.</summary>
internal static class SampleTraffic
{
    public static readonly DateTimeOffset Start = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly double[] s_bounds = [0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    /// <summary>Requests with spans of reviews, each a decision of its own.</summary>
    public static IReadOnlyList<byte[]> Requests(int count, int records)
        => [.. Enumerable.Range(0, count).Select(request => OtlpRequests.Request(
            "Bouncer.Admission",
            Enumerable.Range(request * records, records).Select(i => OtlpRequests.DecisionSpan((ulong)i + 1, Start + TimeSpan.FromMilliseconds(100 * i), Decision(i)))))];

    /// <summary>Requests with spans that are no decisions.</summary>
    public static IReadOnlyList<byte[]> OtherSpans(int count, int records)
        => [.. Enumerable.Range(0, count).Select(request => OtlpRequests.Request(
            "Microsoft.AspNetCore",
            Enumerable.Range(request * records, records).Select(i => OtlpRequests.Span(
                (ulong)(i / 5) + 1,
                (ulong)i + 1,
                (ulong)i,
                "GET /orders/{id}",
                Start + TimeSpan.FromMilliseconds(i),
                TimeSpan.FromMilliseconds(3),
                OtlpRequests.Attribute("http.request.method", "GET"),
                OtlpRequests.Attribute("http.route", "/orders/{id}"),
                OtlpRequests.Attribute("url.path", $"/orders/{i}"),
                OtlpRequests.Attribute("url.scheme", "https"),
                OtlpRequests.Attribute("server.address", "orders.example.com"),
                OtlpRequests.Attribute("http.response.status_code", "200")))))];

    /// <summary>Exports of a service's metrics, every 10 s.</summary>
    public static IReadOnlyList<byte[]> Metrics(int count)
        => [.. Enumerable.Range(1, count).Select(i => OtlpRequests.Request(
            "Bouncer.Admission",
            [
                .. Enumerable.Range(0, 40).Select(other => OtlpRequests.Gauge($"gauge.{other}", Start + TimeSpan.FromSeconds(10 * i), other)),
                OtlpRequests.Gauge("bouncer.file.generation", Start + TimeSpan.FromSeconds(10 * i), 1, OtlpRequests.Attribute("bouncer.file", "policy")),
                OtlpRequests.Histogram("bouncer.review.duration", Start, Start + TimeSpan.FromSeconds(10 * i), s_bounds, [.. s_bounds.Select(_ => (ulong)i), 0]),
            ]))];

    private static OtlpDecision Decision(int i)
    {
        var image = $"registry{i % 13}.example.com/team-{i % 40}/app:{i % 97}";
        var isAllowed = i % 10 != 0;
        return new($"8f3a1c5b09de-{i:x}")
        {
            Outcome = isAllowed ? "allowed" : i % 100 == 0 ? "failed" : "denied",
            Namespace = $"team-{i % 40}",
            Name = $"web-{i:x}-{i * 7919:x}",
            Images = image,
            Rules = isAllowed ? "" : $"rule-{i % 7}",
            Reason = isAllowed ? "" : $"{image}: rule-{i % 7} allows registry1.example.com and docker.io alone",
        };
    }
}
