using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Bouncer.Rego.Syntax;

namespace Bouncer.Rego.Compiling.Safety;

/// <summary>
/// Puts the expressions of a body into an order in which each finds its variables bound, moving as few as possible, and does the
/// same for the closures in them. What cannot be ordered is unsafe.
/// </summary>
internal sealed class BodyOrder(Compilation compilation)
{
    private readonly Dictionary<Expr, HashSet<string>> _unsafe = new(ReferenceEqualityComparer.Instance);

    /// <summary>The expressions that are not safe, with the variables that nothing binds.</summary>
    public IReadOnlyDictionary<Expr, HashSet<string>> Unsafe => _unsafe;

    public ImmutableArray<Expr> Order(ImmutableArray<Expr> body, HashSet<string> globals)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        var bodyNames = VariableCollector.In(body, Skip.ForSafety);
        var safe = new HashSet<string>(bodyNames, StringComparer.Ordinal);
        safe.IntersectWith(globals);

        var waiting = new List<Waiting>(body.Length);
        foreach (var expression in body)
        {
            waiting.Add(Waiting.For(expression, bodyNames, globals, safe));
        }

        var ordered = ImmutableArray.CreateBuilder<Expr>(body.Length);
        var progress = true;
        while (progress && waiting.Count > 0)
        {
            progress = false;
            var kept = 0;
            for (var i = 0; i < waiting.Count; i++)
            {
                if (TryPlace(waiting[i], safe, ordered))
                {
                    progress = true;
                }
                else
                {
                    waiting[kept++] = waiting[i];
                }
            }

            waiting.RemoveRange(kept, waiting.Count - kept);
        }

        foreach (var item in waiting)
        {
            AddUnsafe(item.Expression, item.Missing);
        }

        return OrderClosures(ordered.DrainToImmutable(), globals);
    }

    private bool TryPlace(Waiting item, HashSet<string> safe, ImmutableArray<Expr>.Builder ordered)
    {
        // Nothing that matters to it has been bound since it was looked at last.
        if (!item.HasNews(safe))
        {
            return false;
        }

        var outputs = OutputVariables.Of(item.Expression, compilation, safe);
        if (item.ClosedOver.Count > 0)
        {
            var open = new HashSet<string>(item.ClosedOver, StringComparer.Ordinal);
            open.ExceptWith(safe);
            if (open.Count > 0)
            {
                // The closure waits for what its own expression would bind, and for nothing else.
                if (item.ClosedOver.SetEquals(outputs))
                {
                    return false;
                }

                item.Missing.UnionWith(open);
            }
        }

        item.Missing.ExceptWith(outputs);
        item.Missing.ExceptWith(safe);
        if (item.Missing.Count > 0)
        {
            return false;
        }

        ordered.Add(item.Expression);
        safe.UnionWith(outputs);
        return true;
    }

    private ImmutableArray<Expr> OrderClosures(ImmutableArray<Expr> ordered, HashSet<string> globals)
    {
        var visible = new HashSet<string>(globals, StringComparer.Ordinal);
        var result = ImmutableArray.CreateBuilder<Expr>(ordered.Length);
        for (var i = 0; i < ordered.Length; i++)
        {
            if (i > 0)
            {
                VariableCollector.Add(visible, ordered[i - 1], Skip.ForSafety);
            }

            result.Add(new ClosureOrder(this, ordered[i], visible).Rewrite(ordered[i]));
        }

        return result.MoveToImmutable();
    }

    private void AddUnsafe(Expr expression, IEnumerable<string> names)
    {
        if (!_unsafe.TryGetValue(expression, out var known))
        {
            _unsafe[expression] = known = new HashSet<string>(StringComparer.Ordinal);
        }

        known.UnionWith(names);
    }

    // An expression that has no place yet.
    private sealed class Waiting(Expr expression, HashSet<string> names, HashSet<string> missing, HashSet<string> closedOver)
    {
        private int _bound = -1;

        public Expr Expression { get; } = expression;

        public HashSet<string> Missing { get; } = missing;

        // Variables of the body that closures in the expression read.
        public HashSet<string> ClosedOver { get; } = closedOver;

        public bool HasNews(HashSet<string> safe)
        {
            var bound = 0;
            foreach (var name in names)
            {
                bound += safe.Contains(name) ? 1 : 0;
            }

            var hasNews = bound != _bound;
            _bound = bound;
            return hasNews;
        }

        public static Waiting For(Expr expression, HashSet<string> bodyNames, HashSet<string> globals, HashSet<string> safe)
        {
            var missing = VariableCollector.In(expression, Skip.ForSafety);
            missing.ExceptWith(safe);
            var closedOver = Closures.VariablesIn(expression);
            closedOver.IntersectWith(bodyNames);
            closedOver.ExceptWith(globals);
            return new Waiting(expression, VariableCollector.In(expression), missing, closedOver);
        }
    }

    private sealed class ClosureOrder(BodyOrder order, Expr current, HashSet<string> visible) : SyntaxRewriter
    {
        protected override Term RewriteComprehension(ComprehensionTerm comprehension)
        {
            var results = VariableCollector.In(comprehension.Value);
            if (comprehension.Key is not null)
            {
                VariableCollector.Add(results, comprehension.Key, Skip.None);
            }

            var body = OrderNested(comprehension.Body, results);
            return ReferenceEquals(body, comprehension.Body) ? comprehension : comprehension with { Body = body };
        }

        protected override ExprContent RewriteContent(ExprContent content)
        {
            if (content is not Every every)
            {
                return base.RewriteContent(content);
            }

            var domain = Rewrite(every.Domain);
            if (every.Key is not null)
            {
                VariableCollector.Add(visible, every.Key, Skip.None);
            }

            VariableCollector.Add(visible, every.Value, Skip.None);
            return every with { Domain = domain, Body = OrderNested(every.Body, []) };
        }

        private Body OrderNested(Body body, HashSet<string> results)
        {
            results.ExceptWith(VariableCollector.In(body.Expressions, Skip.ForSafety));
            results.ExceptWith(visible);
            if (results.Count > 0)
            {
                order.AddUnsafe(current, results);
            }

            var nested = new BodyOrder(order.Compilation);
            var ordered = nested.Order(body.Expressions, visible);
            foreach (var (expression, names) in nested.Unsafe)
            {
                order.AddUnsafe(expression, names);
            }

            return nested.Unsafe.Count > 0 ? body : body with { Expressions = ordered };
        }
    }

    private Compilation Compilation => compilation;
}
