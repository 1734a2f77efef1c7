using System.Runtime.CompilerServices;

namespace Bouncer.Json;

/// <summary>The objects and lists around a place in a text: a bit each, without a heap.</summary>
internal struct Nesting
{
    private Levels _isObject;

    /// <summary>How many there are.</summary>
    public int Depth { get; private set; }

    /// <summary>Whether the innermost is an object.</summary>
    public bool IsInObject { get; private set; }

    /// <summary>Enters an object or a list, of which there may be <see cref="JsonReader.MaxDepth"/>.</summary>
    public void Open(bool isObject)
    {
        ref var levels = ref _isObject[Depth / 64];
        var level = 1UL << Depth;
        levels = isObject ? levels | level : levels & ~level;
        IsInObject = isObject;
        Depth++;
    }

    /// <summary>Leaves the innermost.</summary>
    public void Close()
    {
        Depth--;
        IsInObject = Depth > 0 && (_isObject[(Depth - 1) / 64] & (1UL << (Depth - 1))) != 0;
    }

    [InlineArray(JsonReader.MaxDepth / 64)]
    private struct Levels
    {
        private ulong _first;
    }
}
