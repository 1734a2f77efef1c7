namespace Bouncer.Fuzz;

/// <summary>Changes inputs a little, the same way for the same seed.</summary>
internal sealed class Mutator(FuzzTarget target, int seed)
{
    private const int MaxLength = 1 << 16;
    private readonly Random _random = new(seed);
    private readonly byte[][] _seeds = [.. target.Seeds];
    private readonly byte[][] _words = [.. target.Words];

    /// <summary>A seed with one to eight changes; where its format has changes of its own, every other time with those alone.</summary>
    public byte[] Next()
    {
        if (target.ChangeInForm is { } change && _random.Next(2) == 0)
        {
            return change(Any(_seeds), _random);
        }

        List<byte> input = [.. Any(_seeds)];
        for (var changes = _random.Next(1, 9); changes > 0; changes--)
        {
            Change(input);
        }

        return input.Count > MaxLength ? [.. input[..MaxLength]] : [.. input];
    }

    private void Change(List<byte> input)
    {
        var at = _random.Next(input.Count + 1);
        var length = Math.Min(_random.Next(1, _random.Next(4) == 0 ? 64 : 4), input.Count - at);
        switch (_random.Next(9))
        {
            case 0:
                input.RemoveRange(at, length);
                break;
            case 1:
                input.InsertRange(at, input.GetRange(at, length));
                break;
            case 2:
                input.InsertRange(_random.Next(input.Count + 1), input.GetRange(at, length));
                break;
            case 3:
                Splice(input, at);
                break;
            case 4 when length > 0:
                input[at] ^= (byte)(1 << _random.Next(8));
                break;
            case 5 when length > 0:
                input[at] = (byte)_random.Next(256);
                break;
            case 6 when length > 0:
                input.RemoveRange(at, length);
                input.InsertRange(at, Any(_words));
                break;
            case 7:
                Overwrite(input, at, Any(_words));
                break;
            default:
                input.InsertRange(at, Any(_words));
                break;
        }
    }

    /// <summary>Goes on as another seed does from somewhere.</summary>
    private void Splice(List<byte> input, int at)
    {
        var other = Any(_seeds);
        input.RemoveRange(at, input.Count - at);
        input.AddRange(other[_random.Next(other.Length + 1)..]);
    }

    /// <summary>Where a length stands before, the same number of bytes is still right.</summary>
    private static void Overwrite(List<byte> input, int at, byte[] word)
    {
        for (var i = 0; i < word.Length && at + i < input.Count; i++)
        {
            input[at + i] = word[i];
        }
    }

    private byte[] Any(byte[][] choices) => choices[_random.Next(choices.Length)];
}
