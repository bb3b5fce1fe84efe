using System.Management.Automation;

namespace PostHogPS.Cmdlets.Execution;

/// <summary>-First and -Skip, counted over the whole pipeline and after client-side filters.</summary>
internal sealed class OutputWindow
{
    private readonly Cmdlet _cmdlet;
    private readonly ulong _first;
    private ulong _skip;
    private ulong _written;

    internal OutputWindow(PSCmdlet cmdlet)
    {
        _cmdlet = cmdlet;
        _first = cmdlet.PagingParameters?.First ?? ulong.MaxValue;
        _skip = cmdlet.PagingParameters?.Skip ?? 0;
        // Pages of PostHog do not say how many there are behind them: "Unknown total count", as PowerShell words it.
        if (cmdlet.PagingParameters is { IncludeTotalCount.IsPresent: true } paging)
            cmdlet.WriteObject(paging.NewTotalCount(0, 0));
    }

    /// <summary>True once -First is reached: nothing more need be read.</summary>
    internal bool IsFull => _written >= _first;

    /// <summary>True while -Skip leaves items out.</summary>
    internal bool Skips => _skip > 0;

    /// <summary>Rows a server-side page must hold at most when nothing is filtered here; null when all are wanted.</summary>
    internal int? Wanted => _first < 100 && _skip < 100 ? (int)(_first - _written + _skip) : null;

    internal void Write(object item)
    {
        if (IsFull)
            return;
        if (_skip > 0)
        {
            _skip--;
            return;
        }

        _written++;
        _cmdlet.WriteObject(item);
    }
}
