using Microsoft.AspNetCore.Components.Routing;

namespace Bouncer.Dashboard.Components;

/// <summary>
/// Has the heading of a page read when somebody has gone there from another. Of the page that is opened first it is read anyway, and
/// until the server has taken that over somebody may be typing already: the focus is theirs.
/// </summary>
public sealed class FocusOnMove : FocusOnNavigate
{
    private Type? _opened;
    private bool _hasMoved;

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        var page = RouteData?.PageType;
        _opened ??= page;
        _hasMoved |= page != _opened;
        if (_hasMoved)
        {
            base.OnParametersSet();
        }
    }
}
