using System.Globalization;
using Vernier.Benchmarks.Compare.Libraries;

namespace Vernier.Benchmarks.Compare.Report;

/// <summary>Whether a target was met.</summary>
internal sealed class Verdict
{
    /// <summary>How far a time may exceed the limit in a run that passes, because machines are never quiet.</summary>
    private const double Allowance = 0.25;

    /// <summary>Times that differ by less count as equal, because a median is not more exact.</summary>
    private const double Exactness = 0.01;

    /// <summary>Above this excess a factor is shown instead of a percentage.</summary>
    private const double FarOff = 9;

    private readonly Target _target;
    private readonly Row _row;
    private readonly double _value;
    private readonly double _excess;

    public Verdict(Target target, Row row)
    {
        _target = target;
        _row = row;
        _value = row.ValueOf(LibraryKind.Vernier, target.Of);
        var limit = Limit();
        var excess = _value <= limit ? 0 : (_value / limit) - 1;
        _excess = !target.IsStrict && excess < Exactness ? 0 : excess;
    }

    public bool IsMet => _excess == 0;

    /// <summary>Whether the target was missed by so much that the run fails.</summary>
    public bool IsBroken => _excess > (_target.IsStrict ? 0 : Allowance);

    /// <summary>The target.</summary>
    public string Wanted
    {
        get
        {
            var limit = _target.Limit.ToString(CultureInfo.InvariantCulture);
            if (_target.Against is not { } against)
                return $"at most {limit} {_row.FigureOf(_target.Of).Unit}";
            var other = against == LibraryKind.Reference
                ? $"{_row.ReferenceName} ({_row.FigureOf(_target.Of).TextOf(_row.Results[against])})"
                : _row.NameOf(against);
            return _target.IsFaster ? $"at least {limit} × faster than {other}" : $"at most {limit} × {other}";
        }
    }

    /// <summary>The result.</summary>
    public string Found
    {
        get
        {
            if (IsMet)
                return $"yes{Ratio()}";
            if (!double.IsFinite(_excess))
                return "**no**";
            return _excess < FarOff ? $"**no: missed by {Numbers.Percent(_excess)}**{Ratio()}" : $"**no: {Numbers.Text(1 + _excess)} times the limit**{Ratio()}";
        }
    }

    private double Limit()
    {
        if (_target.Against is not { } against)
            return _target.Limit;
        var other = _row.ValueOf(against, _target.Of);
        return _target.IsFaster ? other / _target.Limit : other * _target.Limit;
    }

    private string Ratio()
    {
        if (_target.Against is not { } against)
            return "";
        var other = _row.ValueOf(against, _target.Of);
        return $" ({Numbers.Text(_target.IsFaster ? other / _value : _value / other)} ×)";
    }
}
