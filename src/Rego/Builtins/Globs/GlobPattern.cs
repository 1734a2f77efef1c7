using System.Text;

namespace Bouncer.Rego.Builtins.Globs;

/// <summary>
/// A glob as a list of steps, matched by following all possible places at once: linear in the text, whatever the pattern.
/// </summary>
internal sealed class GlobPattern(IReadOnlyList<GlobStep> steps)
{
    /// <summary>Whether the pattern matches the whole of a text.</summary>
    public bool IsMatch(string text)
    {
        var current = new bool[steps.Count + 1];
        var next = new bool[steps.Count + 1];
        Enter(current, 0);
        foreach (var rune in text.EnumerateRunes())
        {
            Array.Clear(next);
            for (var i = 0; i < steps.Count; i++)
            {
                if (current[i] && steps[i].Takes(rune))
                {
                    Enter(next, steps[i].Repeats ? i : i + 1);
                }
            }

            (current, next) = (next, current);
        }

        return current[steps.Count];
    }

    // A place, and all places one gets to from it without taking a character.
    private void Enter(bool[] places, int place)
    {
        var pending = new Stack<int>();
        pending.Push(place);
        while (pending.TryPop(out place))
        {
            if (places[place])
            {
                continue;
            }

            places[place] = true;
            if (place < steps.Count)
            {
                foreach (var jump in steps[place].Jumps)
                {
                    pending.Push(jump);
                }

                if (steps[place].Repeats)
                {
                    pending.Push(place + 1);
                }
            }
        }
    }
}

/// <summary>A step of a glob: takes one character, any number of them, or only says where to go on.</summary>
/// <param name="Takes">Which characters it takes.</param>
/// <param name="Repeats">Whether it takes any number of them.</param>
/// <param name="Jumps">Where one may go on without taking any.</param>
internal sealed record GlobStep(Func<Rune, bool> Takes, bool Repeats, int[] Jumps)
{
    public static GlobStep One(Func<Rune, bool> takes) => new(takes, false, []);

    public static GlobStep Many(Func<Rune, bool> takes) => new(takes, true, []);

    public static GlobStep Jump(params int[] targets) => new(static _ => false, false, targets);
}
