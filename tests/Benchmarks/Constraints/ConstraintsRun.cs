using System.Globalization;
using Bouncer.Constraints;
using Bouncer.Constraints.Enforcement;
using Bouncer.Constraints.Inventories;
using Bouncer.Constraints.Objects;
using Bouncer.Constraints.Reviews;
using Bouncer.Rego;
using Bouncer.Rego.Json;
using Bouncer.Rego.Values;

namespace Bouncer.Benchmarks.Constraints;

/// <summary>What reviews by constraints cost, and keeping the inventory.</summary>
internal static class ConstraintsRun
{
    private static readonly ReviewOptions s_options = new()
    {
        EnforcementPoint = EnforcementPoints.Webhook,
        Limits = new RegoLimits { Time = TimeSpan.FromSeconds(1) },
    };

    public static void Run()
    {
        var payload = SampleConstraints.AdmissionReview();
        var one = SetOf(SampleConstraints.Matching(1));
        for (var i = 0; i < 50_000; i++)
        {
            Review(one, payload); // until the compiler is through with it: the first figure is taken away from the second
        }

        var parse = Figures.Measure("AdmissionReview of 5 KB: parsing", () => Request(payload).Count);
        var review = Figures.Measure("  and review by 1 constraint that matches", () => Review(one, payload));
        Print($"  beyond parsing: {review - parse:F2} µs");

        foreach (var (name, match) in SampleConstraints.Others)
        {
            MeasureMany(name, match, payload);
        }

        MeasureInventory();
    }

    private static void MeasureMany(string name, Func<int, string> match, byte[] payload)
    {
        var five = SetOf(SampleConstraints.Matching(5));
        var thousand = SetOf([.. SampleConstraints.Matching(5), .. SampleConstraints.NotMatching(995, match)]);
        var alone = Figures.Measure("5 constraints that match", () => Review(five, payload));
        var among = Figures.Measure($"  and 995 of {name}", () => Review(thousand, payload));
        Print($"  that is {among / alone:F2} times");
    }

    private static void MeasureInventory()
    {
        var pods = Enumerable.Range(0, 10_000).Select(SampleConstraints.Pod).ToArray();
        var kind = new ObjectKind("", "v1", "Pod");
        var inventory = new Inventory();
        Figures.Measure("Inventory: 10,000 Pods of a namespace, listed anew", () =>
        {
            inventory.Replace(kind, pods);
            return Walk(inventory);
        });
        var next = 0;
        Figures.Measure("  one changes", () =>
        {
            inventory.Set(pods[next++ % pods.Length]);
            return Walk(inventory);
        });
        Figures.Measure("  one comes and goes", () =>
        {
            inventory.Set(SampleConstraints.Pod(pods.Length));
            var count = Walk(inventory);
            inventory.Remove(kind, "shop", "pod-10000");
            return count + Walk(inventory);
        });
    }

    // As a policy does: the snapshot, and its members in order.
    private static int Walk(Inventory inventory)
    {
        var pods = (RegoObject)((RegoObject)((RegoObject)((RegoObject)inventory.Snapshot.ValueAt(0)).ValueAt(0)).ValueAt(0)).ValueAt(0);
        return pods.KeyAt(0).ToString().Length;
    }

    private static int Review(ConstraintSet set, byte[] payload)
        => set.Review(ReviewRequest.OfAdmission(Request(payload), SampleConstraints.Namespace), s_options).Violations.Count == 0
            ? 0
            : throw new InvalidOperationException("All images are allowed.");

    private static RegoObject Request(byte[] payload)
        => (RegoObject)((RegoObject)RegoJson.Parse(payload)).Lookup(SampleConstraints.Request)!;

    private static ConstraintSet SetOf(IEnumerable<Constraint> constraints) => ConstraintSet.Of(constraints);

    private static void Print(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
