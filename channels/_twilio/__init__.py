"""What phone and SMS share of one provider; a folder of its own, because a signature checked in two places drifts."""
