using System.Runtime.CompilerServices;
using Bouncer.Dashboard.Otlp;
using Bouncer.Dashboard.Store;
using Bouncer.Dashboard.Tests.Support;
using Bouncer.TestSupport.Otlp;

namespace Bouncer.Dashboard.Tests.Store;

/// <summary>What the store says that it takes, beside what it takes.</summary>
public class MemoryTests
{
    private const int Mebi = 1 << 20;
    private const int Limit = 16;

    public static IEnumerable<TheoryDataRow<string>> Loads =>
    [
        new("decisions that differ"), new("decisions that are much alike"), new("one record a request"), new("empty records"), new("long texts"),
    ];

    [Theory]
    [MemberData(nameof(Loads))]
    public void HeapHoldsNoMoreThanTheLimit_HoweverMuchHasGoneThrough(string load)
    {
        // Whatever is made once for all is made before.
        Fill(load, requests: 4);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var (store, sent) = Fill(load, int.MaxValue);
        var taken = GC.GetTotalMemory(forceFullCollection: true) - before;
        var figures = store.Queries.Figures();

        Assert.True(sent > 2L * Limit * Mebi, $"{sent} bytes went through");
        Assert.InRange(figures.Used, Limit * Mebi * 3 / 4, Limit * Mebi);
        Assert.True(taken <= figures.Used, $"The heap holds {taken} bytes more, the store says {figures.Used}.");
        GC.KeepAlive(store);
    }

    /// <summary>Has three times the limit go through a store.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (FilledStore Store, long Sent) Fill(string load, int requests)
    {
        var store = new FilledStore(Limit);
        long sent = 0;
        for (var i = 0; i < requests && sent < 3L * Limit * Mebi; i++)
        {
            var (signal, request) = Request(load, i, store.Now);
            store.Take(signal, request);

            // What is accounted for beside the bytes is counted too, or small records would take all day.
            sent += request.Length + (load == "empty records" ? 20 * 10_000 : load == "one record a request" ? 400 : 0);
        }

        return (store, sent);
    }

    private static (Signal Signal, byte[] Request) Request(string load, int i, DateTimeOffset now) => load switch
    {
        "decisions that differ" => (Signal.Traces, OtlpRequests.Request("Bouncer.Admission", Enumerable.Range(0, 200).Select(d =>
            OtlpRequests.DecisionSpan((ulong)((i * 200) + d + 1), now, new OtlpDecision($"8f3a1c5b09de-{i}-{d}")
            {
                Namespace = $"namespace-{i}-{d}", Name = $"web-{i}-{d}", Images = $"r{i}-{d}.example.com/app:{d}, quay.io/x:{i}-{d}",
                Rules = $"rule-{i}-{d}", Reason = $"r{i}-{d}.example.com/app:{d} is not allowed, whatever the reason for that may be, here or elsewhere",
            })))),
        "decisions that are much alike" => (Signal.Logs, OtlpRequests.Request("Bouncer.Decisions", Enumerable.Range(0, 200).Select(d =>
            OtlpRequests.DecisionLog(1, now, new OtlpDecision($"8f3a1c5b09de-{i}-{d}"))))),
        "one record a request" => (Signal.Traces, OtlpRequests.Request("scope", OtlpRequests.Span(1, 1, 0, "x", now, TimeSpan.Zero))),
        "empty records" => (Signal.Logs, OtlpRequests.Request("scope", Enumerable.Repeat(new ProtobufMessage(), 10_000))),
        _ => (Signal.Logs, OtlpRequests.Request($"scope {i}", OtlpRequests.Log(0, now, new string('x', 200_000)))),
    };
}
