using System.Globalization;
using Vernier.Benchmarks.Compare.Contestants;

namespace Vernier.Benchmarks.Compare.Report;

/// <summary>Whether a reach was held.</summary>
internal sealed class Verdict
{
    /// <summary>By what part of the limit a time may exceed it in a run that passes: machines are not quiet.</summary>
    private const double Allowance = 0.25;

    /// <summary>Times that differ by less are the same: no median is more exact.</summary>
    private const double Exactness = 0.01;

    /// <summary>From here on a percentage tells nobody anything.</summary>
    private const double FarOff = 9;

    private readonly Reach _reach;
    private readonly Row _row;
    private readonly double _value;
    private readonly double _excess;

    public Verdict(Reach reach, Row row)
    {
        _reach = reach;
        _row = row;
        _value = row.ValueOf(Contestant.Vernier, reach.Of);
        var limit = Limit();
        var excess = _value <= limit ? 0 : (_value / limit) - 1;
        _excess = !reach.IsStrict && excess < Exactness ? 0 : excess;
    }

    public bool IsHeld => _excess == 0;

    /// <summary>Whether it was missed by so much that the run fails.</summary>
    public bool IsBroken => _excess > (_reach.IsStrict ? 0 : Allowance);

    /// <summary>What had to be reached.</summary>
    public string Wanted
    {
        get
        {
            var limit = _reach.Limit.ToString(CultureInfo.InvariantCulture);
            if (_reach.Against is not { } against)
                return $"at most {limit} {_row.FigureOf(_reach.Of).Unit}";
            var other = against == Contestant.Reference
                ? $"{_row.ReferenceName} ({_row.FigureOf(_reach.Of).TextOf(_row.Results[against])})"
                : _row.NameOf(against);
            return _reach.IsFaster ? $"at least {limit} × faster than {other}" : $"at most {limit} × {other}";
        }
    }

    /// <summary>What was reached.</summary>
    public string Found
    {
        get
        {
            if (IsHeld)
                return $"yes{Ratio()}";
            if (!double.IsFinite(_excess))
                return "**no**";
            return _excess < FarOff ? $"**no: missed by {Numbers.Percent(_excess)}**{Ratio()}" : $"**no: {Numbers.Text(1 + _excess)} times the limit**{Ratio()}";
        }
    }

    private double Limit()
    {
        if (_reach.Against is not { } against)
            return _reach.Limit;
        var other = _row.ValueOf(against, _reach.Of);
        return _reach.IsFaster ? other / _reach.Limit : other * _reach.Limit;
    }

    private string Ratio()
    {
        if (_reach.Against is not { } against)
            return "";
        var other = _row.ValueOf(against, _reach.Of);
        return $" ({Numbers.Text(_reach.IsFaster ? other / _value : _value / other)} ×)";
    }
}
