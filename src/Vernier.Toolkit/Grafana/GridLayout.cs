using System.Text.Json.Nodes;

namespace Vernier.Toolkit.Grafana;

/// <summary>Places panels from left to right in lines of 24 columns without overlaps. A line is as high as its highest panel.</summary>
internal sealed class GridLayout
{
    private const int Columns = 24;

    private int _left;
    private int _top;
    private int _lineHeight;

    public JsonObject Place(PanelSize size)
    {
        if (_left + size.Width > Columns)
            BreakLine();
        var position = Position(_left, size.Width, size.Height);
        _left += size.Width;
        _lineHeight = Math.Max(_lineHeight, size.Height);
        return position;
    }

    /// <summary>Places the title of a row on a separate line.</summary>
    public JsonObject PlaceRow()
    {
        BreakLine();
        var position = Position(0, Columns, 1);
        _top++;
        return position;
    }

    private void BreakLine()
    {
        _top += _lineHeight;
        _left = 0;
        _lineHeight = 0;
    }

    private JsonObject Position(int left, int width, int height) => new() { ["x"] = left, ["y"] = _top, ["w"] = width, ["h"] = height };
}
