"""What stewards edit besides offers."""
