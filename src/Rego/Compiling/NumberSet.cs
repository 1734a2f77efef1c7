namespace Bouncer.Rego.Compiling;

/// <summary>Numbers from 0 on of which some are taken away: what is left is found without looking at what is not.</summary>
internal sealed class NumberSet
{
    // A number that is left points to itself, another one to a later number. The end is always left.
    private readonly int[] _next;

    public NumberSet(int count)
    {
        _next = new int[count + 1];
        for (var i = 0; i <= count; i++)
        {
            _next[i] = i;
        }
    }

    /// <summary>The first that is left from a number on; the count if there is none.</summary>
    public int From(int number)
    {
        while (_next[number] != number)
        {
            // Half of the way is skipped the next time.
            number = _next[number] = _next[_next[number]];
        }

        return number;
    }

    /// <summary>Takes a number away; says whether it was left.</summary>
    public bool Remove(int number)
    {
        if (_next[number] != number)
        {
            return false;
        }

        _next[number] = number + 1;
        return true;
    }
}
