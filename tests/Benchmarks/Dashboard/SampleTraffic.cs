using Bouncer.TestSupport.Otlp;

namespace Bouncer.Benchmarks.Dashboard;

/// <summary>Telemetry as a busy cluster sends it: many namespaces and registries, most reviews allowed.</summary>
internal static class SampleTraffic
{
    public static readonly DateTimeOffset Start = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

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
