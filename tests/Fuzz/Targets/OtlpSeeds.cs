using System.Text;
using Bouncer.Dashboard.Otlp;
using Bouncer.TestSupport.Otlp;

namespace Bouncer.Fuzz.Targets;

/// <summary>Requests of OTLP to start from: all that our services send, and all that the dashboard reads beyond that.</summary>
internal static class OtlpSeeds
{
    public static readonly DateTimeOffset Time = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Names that decide which way a record goes, and values that numbers should not have.</summary>
    public static readonly IReadOnlyList<byte[]> Words =
    [
        .. new[]
        {
            "Bouncer.Admission", "Bouncer.Decisions", "Bouncer.GatekeeperAdapter.Audit", "bouncer.decision.id", "bouncer.outcome", "bouncer.image.names",
            "ElapsedMilliseconds", "DecisionId", "Images", "service.name", "service.instance.id", "bouncer.review.duration", "bouncer.file.loaded", "bouncer.reloads",
            "bouncer.reviews", "gatekeeper_constraints", "gatekeeper_violations", "audit_finished", "status", "a, b and 5 more", ", , ,", "\u0130\u00df", "x",
        }.Select(Encoding.UTF8.GetBytes),
        [0xFF, 0xFE], [0xED, 0xA0, 0x80], new byte[16], new byte[8],
        [.. Enumerable.Repeat<byte>(0xFF, 9), 1], [.. Enumerable.Repeat<byte>(0x80, 10), 1],
        BitConverter.GetBytes(double.NaN), BitConverter.GetBytes(double.NegativeInfinity), BitConverter.GetBytes(double.PositiveInfinity), BitConverter.GetBytes(double.MaxValue),
        [0x0A, 0x00], [0x12, 0x00], [0x2A, 0x02, 0x0A, 0x00], [0x0B, 0x0C],
    ];

    private static readonly ProtobufMessage s_attribute = OtlpRequests.Attribute("a", "b");
    private static readonly double[] s_bounds = [0.001, 0.01, 0.1];

    public static IReadOnlyList<byte[]> Traces { get; } =
    [
        OtlpRequests.Request("Bouncer.Admission", OtlpRequests.DecisionSpan(1, Time, new OtlpDecision("a-1"))),
        OtlpRequests.Request("Bouncer.Admission", OtlpRequests.DecisionSpan(2, Time, new OtlpDecision("a-2") { Outcome = "failed", Images = "busybox, quay.io/a:1 and 5 more" })),
        OtlpRequests.Request(
            "Microsoft.AspNetCore",
            OtlpRequests.Span(7, 1, 0, "parent", Time, TimeSpan.FromMilliseconds(5), s_attribute),
            OtlpRequests.Span(7, 2, 1, "child", Time, TimeSpan.FromMilliseconds(2)),
            OtlpRequests.Span(7, 3, 2, "of the child", Time, TimeSpan.FromMilliseconds(1))
                .Messages(11, new ProtobufMessage().Fixed64(1, 5).Text(2, "event").Messages(3, s_attribute))
                .Messages(13, new ProtobufMessage().Bytes(1, OtlpRequests.TraceId(2)).Messages(4, s_attribute))
                .Messages(15, new ProtobufMessage().Text(2, "broken").Varint(3, 2))),
    ];

    public static IReadOnlyList<byte[]> Logs { get; } =
    [
        OtlpRequests.Request("Bouncer.Decisions", OtlpRequests.DecisionLog(1, Time, new OtlpDecision("a-1"))),
        OtlpRequests.Request("category", OtlpRequests.Log(0, Time, "hello", s_attribute), OtlpRequests.Log(3, Time, "again").Text(12, "Event").Fixed64(11, 7)),
        OtlpRequests.Request("gatekeeper-adapter", "Bouncer.GatekeeperAdapter.Audit.Runs.Auditor", [Audit("audit_started"), Audit("violation_audited"), Audit("audit_finished")]),
        OtlpRequests.Request("values", OtlpRequests.Log(0, Time, "values", Values())),
    ];

    public static IReadOnlyList<byte[]> Metrics { get; } =
    [
        OtlpRequests.Request(
            "Bouncer.Admission",
            OtlpRequests.Histogram("bouncer.review.duration", Time - TimeSpan.FromHours(2), Time + TimeSpan.FromSeconds(30), s_bounds, [9, 4, 2, 1])),
        OtlpRequests.Request(
            "Bouncer.Admission",
            OtlpRequests.Gauge("bouncer.file.generation", Time, 2, OtlpRequests.Attribute("bouncer.file", "policy")),
            OtlpRequests.Gauge("bouncer.file.loaded", Time, 1_777_000_000, OtlpRequests.Attribute("bouncer.file", "policy")),
            OtlpRequests.Gauge("bouncer.tls.certificate.expiry", Time, 1_778_000_000, OtlpRequests.Attribute("bouncer.file", "certificate")),
            OtlpRequests.Counter("bouncer.reloads", Time, Time, 3, OtlpRequests.Attribute("bouncer.file", "policy"), OtlpRequests.Attribute("bouncer.result", "failed"))),
        OtlpRequests.Request(
            "gatekeeper-adapter",
            "Gatekeeper",
            [
                OtlpRequests.Gauge("gatekeeper_constraint_templates", Time, 4, OtlpRequests.Attribute("status", "active")),
                OtlpRequests.Gauge("gatekeeper_constraints", Time, 3, OtlpRequests.Attribute("status", "active"), OtlpRequests.Attribute("enforcement_action", "deny")),
                OtlpRequests.Gauge("gatekeeper_violations", Time, 2, OtlpRequests.Attribute("enforcement_action", "deny")),
                OtlpRequests.Gauge("gatekeeper_audit_last_run_time", Time, 1_777_000_000),
            ]),
        OtlpRequests.Request("Bouncer.Admission", new ProtobufMessage().Text(1, "bouncer.review.duration").Text(3, "s").Messages(10, new ProtobufMessage()
            .Messages(1, new ProtobufMessage()
                .Messages(1, s_attribute).Fixed64(3, OtlpRequests.Nanoseconds(Time)).Fixed64(4, 7).Double(5, 40).Varint(6, 3).Fixed64(7, 1)
                .Messages(8, new ProtobufMessage().Varint(1, 4).Bytes(2, [1, 2, 3])).Messages(9, new ProtobufMessage().Varint(1, 4).Bytes(2, [1, 0x80, 1]))
                .Messages(11, Exemplar()))
            .Varint(2, 1))),
        OtlpRequests.Request("Bouncer.Admission", new ProtobufMessage().Text(1, "bouncer.review.duration").Messages(9, new ProtobufMessage()
            .Messages(1, new ProtobufMessage()
                .Fixed64(2, OtlpRequests.Nanoseconds(Time)).Fixed64(3, OtlpRequests.Nanoseconds(Time + TimeSpan.FromSeconds(20))).Fixed64(4, 3)
                .Packed(6, 1, 2).Packed(7, BitConverter.DoubleToUInt64Bits(0.5)).Messages(8, Exemplar()))
            .Varint(2, 2))),
        OtlpRequests.Request("meter", new ProtobufMessage().Text(1, "summary").Messages(11, new ProtobufMessage()
            .Messages(1, new ProtobufMessage().Messages(6, new ProtobufMessage().Double(1, 0.5).Double(2, 3)).Messages(7, s_attribute)))),
    ];

    /// <summary>What came before.</summary>
    public static byte[] Ordinary(Signal signal) => signal switch
    {
        Signal.Traces => OtlpRequests.Request("Bouncer.Admission", OtlpRequests.DecisionSpan(9, Time, new OtlpDecision("a-0"))),
        Signal.Logs => OtlpRequests.Request("Bouncer.Decisions", OtlpRequests.DecisionLog(9, Time, new OtlpDecision("a-0"))),
        _ => OtlpRequests.Request(
            "Bouncer.Admission",
            OtlpRequests.Histogram("bouncer.review.duration", Time - TimeSpan.FromHours(2), Time, s_bounds, [3, 2, 1, 0]),
            OtlpRequests.Counter("bouncer.reviews", Time - TimeSpan.FromHours(2), Time, 6)),
    };

    private static ProtobufMessage Exemplar()
        => OtlpRequests.Exemplar(Time, 0.004, 9).Messages(7, s_attribute);

    private static ProtobufMessage Audit(string type)
        => OtlpRequests.Log(0, Time, "text", OtlpRequests.Attribute("event_type", type), OtlpRequests.Attribute("audit_id", "1"), OtlpRequests.Attribute("constraint_kind", "AllowedRepos"));

    /// <summary>An attribute for each kind of value.</summary>
    private static IEnumerable<ProtobufMessage> Values()
        => new[]
        {
            new ProtobufMessage().Text(1, "\u00e9"), new ProtobufMessage().Varint(2, 1), new ProtobufMessage().Varint(3, ulong.MaxValue), new ProtobufMessage().Double(4, 0.5),
            new ProtobufMessage().Messages(5, new ProtobufMessage().Messages(1, new ProtobufMessage().Text(1, "a"), new ProtobufMessage().Varint(3, 2))),
            new ProtobufMessage().Messages(6, new ProtobufMessage().Messages(1, OtlpRequests.Attribute("k", "v"))),
            new ProtobufMessage().Bytes(7, [1, 2, 3]), new ProtobufMessage(),
        }.Select((value, i) => new ProtobufMessage().Text(1, $"key{i}").Messages(2, value));
}
